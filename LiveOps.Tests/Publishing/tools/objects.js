// node objects.js FILE: whether each object of an array, all of Kubernetes' own kinds, is what its API's schema says.
import { readFileSync } from "node:fs";

const wrong = [];
for (const object of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const { [object.kind]: Model } = await import(`kubernetes-models/${object.apiVersion}/${object.kind}`);
  try {
    new Model(object).validate();
  } catch (error) {
    wrong.push(`${object.kind} ${object.metadata.name}: ${error.message}`);
  }
}
console.log(wrong.join("\n"));
process.exit(wrong.length ? 1 : 0);
