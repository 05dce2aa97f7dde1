// node objects.js FILE: whether each object of an array, of Kubernetes' own kinds or Argo CD's, is what its API's schema says.
import { readFileSync } from "node:fs";

const wrong = [];
for (const object of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const models = object.apiVersion.startsWith("argoproj.io/") ? "@kubernetes-models/argo-cd" : "kubernetes-models";
  const { [object.kind]: Model } = await import(`${models}/${object.apiVersion}/${object.kind}`);
  try {
    new Model(object).validate();
  } catch (error) {
    wrong.push(`${object.kind} ${object.metadata.name}: ${error.message}`);
  }
}
console.log(wrong.join("\n"));
process.exit(wrong.length ? 1 : 0);
