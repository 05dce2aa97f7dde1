using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>Who may call whom in the mesh, and which hosts are reached outside it, is the model's.</summary>
public sealed class The_mesh_lets_through_what_the_model_says
{
    private static readonly JsonNode Model = JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "model.json")))!;

    [Fact]
    public async Task Every_call_is_mutual_TLS_and_who_is_not_named_may_call_nothing()
    {
        IReadOnlyList<JsonObject> objects = await Variant.Of("mesh").ObjectsAsync();

        JsonObject peers = Assert.Single(objects, found => found.Kind() == "PeerAuthentication");
        Assert.Equal("""{"mtls":{"mode":"STRICT"}}""", peers["spec"]!.ToJsonString()); // with no selector: of the whole namespace
        Assert.Equal("{}", Assert.Single(objects, found => found.IsOf("AuthorizationPolicy", "nobody"))["spec"]!.ToJsonString());
        foreach (JsonObject workload in objects.Where(found => found.Kind() is "Deployment" or "Job" or "CronJob"))
        {
            JsonNode labels = workload.Pod().At("metadata labels")!;
            Assert.Equal(workload.Kind() == "Deployment", labels["istio.io/rev"] is not null);
            Assert.Equal(workload.Kind() != "Deployment", (string?)labels["sidecar.istio.io/inject"] == "false");
        }
    }

    [Fact]
    public async Task Who_calls_whom()
    {
        string[] expected =
        [
            .. from workload in Model["workloads"].Items()
               from call in workload["calls"].Items()
               select $"{workload["name"]} -> {call["workload"]}:{call["port"]}",
            .. from workload in Model["workloads"].Items()
               where (bool)workload["isPublic"]!
               select $"namespace entry -> {workload["name"]}:8080 /v1/* /events{((string)workload["name"]! == "progression" ? " /.well-known/jwks.json" : "")}",
            .. from workload in Model["workloads"].Items()
               where (bool)workload["isForOperators"]!
               select $"namespace entry -> {workload["name"]}:8080 but /metrics /healthz /readyz",
            .. from workload in Model["workloads"].Items()
               where (string)workload["kind"]! == "Deployment"
               select $"namespace {Model.At("namespaces monitoring")} -> {workload["name"]}:8080 /metrics GET",
        ];

        string[] allowed =
        [
            .. from policy in (await Variant.Of("mesh").ObjectsAsync()).Where(found => found.Kind() == "AuthorizationPolicy")
               from rule in policy.At("spec rules").Items()
               let source = Assert.Single(rule["from"].Items())["source"]!
               let operation = Assert.Single(rule["to"].Items())["operation"]!
               from caller in source["serviceAccounts"].Items().Select(account => account.ToString()).Concat(source["namespaces"].Items().Select(space => "namespace " + space))
               from port in operation["ports"].Items()
               select string.Join(' ', [$"{caller} -> {policy.At("spec selector matchLabels app.kubernetes.io/name")}:{port}", .. operation["paths"].Items(), .. operation["notPaths"].Items().Select((path, at) => at == 0 ? "but " + path : path.ToString()), .. operation["methods"].Items()]),
        ];

        Assert.Equal(expected.Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
        // A caller in the model is a ServiceAccount there.
        Assert.All(Model["workloads"].Items().Where(workload => workload["calls"].Items().Any()), workload => Assert.Single(Deploy.Base, found => found.IsOf("ServiceAccount", (string)workload["name"]!)));
        foreach (JsonObject policy in (await Variant.Of("mesh").ObjectsAsync()).Where(found => found.Kind() == "AuthorizationPolicy"))
            Assert.Null(policy.At("spec action")); // allowing is the default
    }

    [Fact]
    public async Task Outside_only_named_hosts_are_reached_at_the_model_s_ports()
    {
        IReadOnlyList<JsonObject> objects = await Variant.Of("mesh").ObjectsAsync();
        (string Host, string[] Ports)[] entries =
        [
            .. objects.Where(found => found.Kind() == "ServiceEntry").Select(found => (
                (string)Assert.Single(found.At("spec hosts").Items())!, found.At("spec ports").Items().Select(port => port["number"]!.ToString()).ToArray())),
        ];
        Dictionary<string, string> own = Deploy.Document("overlays", "staging", "installation.yaml")["data"].Texts();
        // What runs to its end stays outside of the mesh.
        string[] used = [.. Model["workloads"].Items().Where(workload => (string)workload["kind"]! == "Deployment").SelectMany(workload => workload["uses"].Items()).Select(name => (string)name!)];

        JsonObject all = Assert.Single(objects, found => found.IsOf("Sidecar", "default")), gateway = Assert.Single(objects, found => found.Kind() == "Sidecar" && found != all);
        Assert.Equal("REGISTRY_ONLY", (string)all.At("spec outboundTrafficPolicy mode")!);
        Assert.Null(all.At("spec workloadSelector"));
        // Webhooks go to hosts that nobody knows beforehand: their sender alone is not bound to named ones, and the network's policy bounds it as ever.
        Assert.Equal(("ALLOW_ANY", """{"labels":{"app.kubernetes.io/name":"gateway"}}"""), ((string)gateway.At("spec outboundTrafficPolicy mode")!, gateway.At("spec workloadSelector")!.ToJsonString()));
        Assert.All(objects.Where(found => found.IsOf("NetworkPolicy", "gateway")), policy => Assert.Equal(
            ["443", "5671"], policy.At("spec egress").Items().Where(rule => rule["to"]!.ToJsonString().Contains("0.0.0.0/0", StringComparison.Ordinal)).SelectMany(rule => rule["ports"].Items()).Select(port => port["port"]!.ToString())));
        Assert.Equal(
            [
                ("Entra ID", "login.microsoftonline.com"), // whom identities ask, and operators' browsers are sent to
                ("MySQL", own["mysqlHost"]),
                ("Redis", own["redisHost"]),
                ("Service Bus", "not-set-staging.servicebus.windows.net"),
            ],
            Model["outside"].Items().Where(outside => used.Contains((string)outside["name"]!)).Select(outside => (string)outside["kind"]!).Distinct().Select(kind =>
            {
                string[] ports = [.. Model["outside"].Items().First(outside => (string)outside["kind"]! == kind)["ports"].Items().Select(port => port.ToString())];
                return (kind, Assert.Single(entries, entry => entry.Ports.SequenceEqual(ports)).Host);
            }));
        Assert.DoesNotContain(entries, entry => entry.Host.Contains('*', StringComparison.Ordinal));
        Assert.Equal(4, entries.Length);
    }
}
