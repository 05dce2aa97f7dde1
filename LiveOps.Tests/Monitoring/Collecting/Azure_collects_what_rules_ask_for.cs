using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Deploying;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring.Collecting;

/// <summary>Infra loads the rules into Azure's managed Prometheus: what they wait for is scraped there, and kept.</summary>
public sealed class Azure_collects_what_rules_ask_for
{
    public static TheoryData<string> Overlays => new(Deploy.Overlays);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_environment_s_services_are_scraped_by_the_job_that_rules_expect(string overlay)
    {
        IReadOnlyList<JsonObject> rendered = Deploy.Rendered(overlay);
        JsonObject monitor = Assert.Single(rendered, found => found.Kind() == "PodMonitor");
        Dictionary<string, string> labels = monitor.At("spec selector matchLabels").Texts();

        Assert.StartsWith("azmonitoring.coreos.com/", (string)monitor["apiVersion"]!, StringComparison.Ordinal);
        Assert.Equal("app.kubernetes.io/name", (string?)monitor.At("spec jobLabel"));
        string[] scraped =
        [
            .. rendered.Where(found => found.Kind() == "Deployment" && labels.All(label => found.Pod().At("metadata labels").Texts().GetValueOrDefault(label.Key) == label.Value))
                .Select(found => found.Pod().At("metadata labels").Texts()["app.kubernetes.io/name"]),
        ];
        Assert.Equal(["console", "fairness", "gateway", "leaderboard", "progression"], scraped.Order(StringComparer.Ordinal));
        // Its collectors are let in.
        Assert.Contains("kube-system", Assert.Single(rendered, found => found.IsOf("NetworkPolicy", "azure-monitor")).At("spec ingress")!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_and_the_cluster_s_state_are_kept_by_every_name_that_rules_have()
    {
        string kept = Assert.Single(Deploy.Rendered("platform/monitoring"), found => found.IsOf("ConfigMap", "ama-metrics-settings-configmap"))["data"].Texts()["default-targets-metrics-keep-list"];

        foreach ((string target, string exporter) in new[] { ("kubestate", "kube-state-metrics"), ("nodeexporter", "node_exporter") })
            Assert.Equal(
                KnownMetrics.Outside.Where(metric => metric.Source.StartsWith(exporter + " ", StringComparison.Ordinal)).Select(metric => metric.Name).Order(StringComparer.Ordinal),
                Regex.Match(kept, $"(?m)^{target} = \"([^\"]+)\"$").Groups[1].Value.Split('|'));
        Assert.Contains("minimalingestionprofile = true", kept, StringComparison.Ordinal); // besides what it keeps anyway
    }

    [Fact]
    public void Certificates_are_told_of_with_their_own_namespace()
    {
        JsonObject monitor = Assert.Single(Deploy.Rendered("platform/monitoring"), found => found.IsOf("PodMonitor", "cert-manager"));

        Assert.Equal("""["cert-manager"]""", monitor.At("spec namespaceSelector matchNames")!.ToJsonString());
        Assert.True((bool)Assert.Single(monitor.At("spec podMetricsEndpoints").Items())["honorLabels"]!);
    }
}
