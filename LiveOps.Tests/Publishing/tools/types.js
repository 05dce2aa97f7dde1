// node types.js FILE: a program in TypeScript that compiles when each object of an array has the fields of its kind and no other.
import { readFileSync } from "node:fs";
import { known, moduleOf } from "./models.js";

const objects = JSON.parse(readFileSync(process.argv[2], "utf8")).map(known);
for (const [module, kind] of new Map(objects.map((object) => [moduleOf(object), object.kind]))) {
  console.log(`import type { I${kind} } from "${module}";`);
}
for (const object of objects) {
  console.log(`(${JSON.stringify(object)}) satisfies I${object.kind};`);
}
