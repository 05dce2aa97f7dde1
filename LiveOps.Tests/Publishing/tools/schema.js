// node schema.js SCHEMA DOCUMENT: whether a document is as a JSON schema says.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const [schema, document] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);
if (!validate(document)) {
  console.log(JSON.stringify(validate.errors, null, 2));
  process.exit(1);
}
