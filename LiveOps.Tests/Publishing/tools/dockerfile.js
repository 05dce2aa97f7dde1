// node dockerfile.js FILE: its stages, as JSON, with their instructions.
import { readFileSync } from "node:fs";
import { DockerfileParser } from "dockerfile-ast";

const stages = [];
for (const instruction of DockerfileParser.parse(readFileSync(process.argv[2], "utf8")).getInstructions()) {
  if (instruction.getKeyword() === "FROM") stages.push({ image: instruction.getImage(), name: instruction.getBuildStage(), instructions: [] });
  else stages.at(-1)?.instructions.push({ keyword: instruction.getKeyword(), arguments: instruction.getArguments().map((argument) => argument.getValue()).join(" ") });
}
console.log(JSON.stringify(stages));
