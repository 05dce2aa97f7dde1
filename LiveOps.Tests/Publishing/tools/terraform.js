// node terraform.js FILES...: what Terraform's files say, as JSON by file; hcl2json is HashiCorp's own parser.
import { readFileSync } from "node:fs";
import hcl from "@cdktf/hcl2json";

const files = {};
for (const file of process.argv.slice(2)) {
  files[file] = await hcl.parse(file, readFileSync(file, "utf8"));
}
console.log(JSON.stringify(files));
