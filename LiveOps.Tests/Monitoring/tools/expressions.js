// node expressions.js FILE: of each PromQL expression of a JSON array, what is wrong with it, which series it selects by which labels, and
// which labels it groups by.
import { readFileSync } from "node:fs";
import { parser } from "@prometheus-io/lezer-promql";

const parse = (text) => {
  const read = { errors: [], selectors: [], labels: [] };
  const textOf = (node) => text.slice(node.from, node.to);
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError)
        read.errors.push(`not PromQL at ${node.from}: ${text.slice(node.from, node.from + 20)}`);
      else if (node.name === "VectorSelector")
        read.selectors.push({ name: node.node.getChild("Identifier") ? textOf(node.node.getChild("Identifier")) : null, matchers: [] });
      else if (node.name === "UnquotedLabelMatcher" || node.name === "QuotedLabelMatcher") {
        const [label, op, value] = [...children(node.node)].map(textOf);
        read.selectors.at(-1).matchers.push({ label, op, value: value[0] === '"' ? JSON.parse(value) : value.slice(1, -1) });
      } else if (node.name === "GroupingLabels")
        read.labels.push(...[...children(node.node)].filter((child) => child.name.endsWith("LabelName")).map(textOf));
    },
  });
  return read;
};

function* children(node) {
  for (let child = node.firstChild; child; child = child.nextSibling) yield child;
}

console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf8")).map(parse)));
