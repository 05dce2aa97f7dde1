// node arguments.js PROVIDER FILES...: whether each resource has the arguments that its type asks for and no other. PROVIDER is the folder of the npm package
// @cdktf/provider-azurerm, whose types are made from the provider's own schema.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import hcl from "@cdktf/hcl2json";

const meta = new Set(["count", "depends_on", "for_each", "lifecycle", "provider"]);
const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const wrong = [];

/** The interfaces of a resource: of each its members, whether they must be there, and of which interface they are. */
function interfacesOf(text) {
  const found = new Map();
  for (const [, name, body] of text.matchAll(/export interface (\w+)[^{]*\{([\s\S]*?)\n\}/g)) {
    const members = [...body.matchAll(/readonly (\w+)(\??): ([^;]+)/g)];
    found.set(name, new Map(members.map(([, member, optional, type]) => [member, { must: !optional, type }])));
  }
  return found;
}

function check(where, block, name, interfaces) {
  const members = interfaces.get(name);
  const said = { ...block };
  for (const [inner, [dynamic]] of Object.entries(said.dynamic ?? {})) said[inner] = dynamic.content;
  delete said.dynamic;
  for (const [argument, value] of Object.entries(said)) {
    if (meta.has(argument)) continue;
    const member = members.get(camel(argument)) ?? members.get(`${camel(argument)}Attribute`);
    if (!member) {
      wrong.push(`${where}: no argument ${argument}`);
      continue;
    }
    const inner = member.type.match(/\w+/g).find((word) => interfaces.has(word));
    if (inner) for (const one of [value].flat()) if (typeof one === "object") check(`${where} ${argument}`, one, inner, interfaces);
  }
  for (const [member, { must }] of members) {
    if (must && !Object.keys(said).some((argument) => camel(argument) === member)) wrong.push(`${where}: ${member} is missing`);
  }
}

const [provider, ...files] = process.argv.slice(2);
for (const file of files) {
  const { resource = {}, data = {} } = await hcl.parse(file, readFileSync(file, "utf8"));
  for (const [kind, prefix] of [[resource, ""], [data, "data-azurerm-"]]) {
    for (const [type, named] of Object.entries(kind)) {
      if (type.startsWith("azapi_")) continue; // of another provider: what it tells Azure is compared with Bicep's, which Bicep knows the types of
      const types = path.join(provider, "lib", prefix + type.replace("azurerm_", "").replaceAll("_", "-"), "index.d.ts");
      if (!existsSync(types)) {
        wrong.push(`${file} ${type}: no such resource`);
        continue;
      }
      const interfaces = interfacesOf(readFileSync(types, "utf8"));
      const config = [...interfaces.keys()].find((name) => name.endsWith("Config"));
      for (const [name, [block]] of Object.entries(named)) check(`${path.basename(path.dirname(file))} ${type}.${name}`, block, config, interfaces);
    }
  }
}
console.log(wrong.join("\n"));
process.exit(wrong.length ? 1 : 0);
