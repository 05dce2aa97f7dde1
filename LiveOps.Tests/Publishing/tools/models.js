// Which package of npm has the types and the schema of an object's kind.
const owners = {
  "argoproj.io": "argo-cd",
  "cert-manager.io": "cert-manager",
  "gateway.networking.k8s.io": "gateway-api",
  "keda.sh": "keda",
  "monitoring.coreos.com": "prometheus-operator",
  "networking.istio.io": "istio",
  "security.istio.io": "istio",
};

/** An object as its package knows it: Azure has kinds of Prometheus's operator under a group of its own. */
export const known = (object) => ({ ...object, apiVersion: object.apiVersion.replace(/^azmonitoring\./, "monitoring.") });

/** The module with a kind's class, and its interface, which has an I before the name. */
export function moduleOf({ apiVersion, kind }) {
  const owner = kind === "Rollout" || kind === "AnalysisTemplate" ? "argo-rollouts" : owners[apiVersion.split("/")[0]];
  return `${owner ? `@kubernetes-models/${owner}` : "kubernetes-models"}/${apiVersion}/${kind}`;
}
