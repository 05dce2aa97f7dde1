// node objects.js FILE: whether each object of an array is what its API's schema says.
import { readFileSync } from "node:fs";
import { known, moduleOf } from "./models.js";

const wrong = [];
for (const object of JSON.parse(readFileSync(process.argv[2], "utf8")).map(known)) {
  const { [object.kind]: Model } = await import(moduleOf(object));
  try {
    new Model(object).validate();
  } catch (error) {
    wrong.push(`${object.kind} ${object.metadata.name}: ${error.message}`);
  }
}
console.log(wrong.join("\n"));
process.exit(wrong.length ? 1 : 0);
