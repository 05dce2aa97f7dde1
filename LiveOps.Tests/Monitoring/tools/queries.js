// node queries.js logql|traceql FILE: of each query of a JSON array, what is wrong with it, by which labels its streams are selected, and which
// members of a line it asks for.
import { readFileSync } from "node:fs";
import { parser as logql } from "@grafana/lezer-logql";
import { parser as traceql } from "@grafana/lezer-traceql";

const parser = { logql, traceql }[process.argv[2]];

const parse = (text) => {
  const read = { errors: [], streams: [], fields: [] };
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) read.errors.push(`no ${process.argv[2]} at ${node.from}: ${text.slice(node.from, node.from + 20)}`);
      else if (node.name === "Matcher") {
        const name = node.node.getChild("Identifier"), within = inside(node.node, "Selector") ? read.streams : read.fields;
        if (name) within.push(text.slice(name.from, name.to));
      }
    },
  });
  return read;
};

const inside = (node, name) => node !== null && (node.name === name || inside(node.parent, name));

console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[3], "utf8")).map(parse)));
