using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using LiveOps.AppHost.Kubernetes;

namespace LiveOps.Tests.AppHost.Recorded;

public partial class The_chart
{
    private const string Pod = "spec.template.spec.";
    private const string Container = "spec.template.spec.containers.0.";

    public static TheoryData<string> Services => [.. Model.Services];

    [Fact]
    public async Task Has_a_name_a_version_a_namespace_and_no_dashboard()
    {
        var environment = Assert.Single((await Model.PublishAsync()).Resources.OfType<KubernetesEnvironmentResource>());

        Assert.Equal(("liveops", "1.0.0", "liveops"), (environment.Helm["chartName"], environment.Helm["chartVersion"], environment.Helm["namespace"]));
        Assert.False(environment.DashboardEnabled);
    }

    [Fact]
    public async Task Holds_the_four_services_two_migrations_and_nothing_else() =>
        Assert.Equal(Model.Services.Concat(["leaderboard-migration", "progression-migration"]).Order(), (await Written.ChartAsync()).Services.Keys.Order());

    [Theory, MemberData(nameof(Services))]
    public async Task Has_these_objects_for_each_service_in_files_of_different_names(string service)
    {
        IReadOnlyList<JsonObject> objects = await Written.ServiceAsync(service);

        Assert.Equal(
            ["ConfigMap", "Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "SecretProviderClass", "Service", "ServiceAccount"],
            objects.Select(o => o["kind"]!.GetValue<string>()).Order());
        Assert.Equal(objects.Count, objects.Select(o => o.At("metadata.name")!.GetValue<string>()).Distinct().Count());
        Assert.All(objects, o => Assert.Matches(NamePattern(), o.At("metadata.name")!.GetValue<string>()));
        Assert.All(objects, o => Assert.Equal(service, o.At("metadata.labels")!["app.kubernetes.io/component"]!.GetValue<string>()));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Writes_no_secret_down(string service)
    {
        Assert.Null((await Written.ChartAsync()).Services[service].Secret);
        Assert.DoesNotContain((await Written.ChartAsync()).ValuePaths, path => path.StartsWith("secrets.", StringComparison.Ordinal));
        Assert.All(await Written.ServiceAsync(service), o => Assert.DoesNotContain(".Values.secrets.", o.ToJsonString(), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Reads_only_values_that_values_yaml_has(string service)
    {
        RecordedChart chart = await Written.ChartAsync();

        var read = (await Written.ServiceAsync(service)).SelectMany(o => ValuePattern().Matches(o.ToJsonString())).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.NotEmpty(read);
        Assert.All(read, path => Assert.Contains(chart.ValuePaths, has => has == path || has.StartsWith(path + '.', StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Lets_pods_pass_Pod_Security_restricted(string service)
    {
        JsonObject deployment = await Written.OneAsync(service, "Deployment");

        Assert.Equal("RuntimeDefault", Text(deployment, Pod + "securityContext.seccompProfile.type"));
        Assert.True(Flag(deployment, Pod + "securityContext.runAsNonRoot"));
        Assert.Equal(1654, Number(deployment, Pod + "securityContext.runAsUser"));
        Assert.False(Flag(deployment, Pod + "automountServiceAccountToken"));
        Assert.False(Flag(deployment, Container + "securityContext.allowPrivilegeEscalation"));
        Assert.True(Flag(deployment, Container + "securityContext.readOnlyRootFilesystem"));
        Assert.Equal("""["ALL"]""", deployment.At(Container + "securityContext.capabilities.drop")!.ToJsonString());
        Assert.Null(deployment.At(Container + "securityContext.capabilities.add"));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Gives_pods_a_place_to_write_and_their_secrets_to_read(string service)
    {
        JsonObject deployment = await Written.OneAsync(service, "Deployment");

        Assert.Contains("""{"name":"tmp","mountPath":"/tmp"}""", Texts(deployment, Container + "volumeMounts"));
        Assert.Contains("""{"name":"secrets","mountPath":"/mnt/secrets","readOnly":true}""", Texts(deployment, Container + "volumeMounts"));
        Assert.Contains("""{"name":"tmp","emptyDir":{"sizeLimit":"256Mi"}}""", Texts(deployment, Pod + "volumes"));
        Assert.Contains(
            $$$$"""{"name":"secrets","csi":{"driver":"secrets-store.csi.k8s.io","readOnly":true,"volumeAttributes":{"secretProviderClass":"{{{{service}}}}-keyvault-v1"}}}""",
            Texts(deployment, Pod + "volumes"));
    }

    [Theory]
    [InlineData("fairness", true)]
    [InlineData("leaderboard", true)]
    [InlineData("progression", true)]
    [InlineData("gateway", false)]
    public async Task Lets_operators_bring_the_policy_of_each_service_that_has_one(string service, bool has)
    {
        JsonObject deployment = await Written.OneAsync(service, "Deployment");

        Assert.Equal(has, Texts(deployment, Container + "volumeMounts").Contains("""{"name":"policy","mountPath":"/etc/liveops/policy","readOnly":true}"""));
        Assert.Equal(has, Texts(deployment, Pod + "volumes").Contains($$$"""{"name":"policy","configMap":{"name":"{{{service}}}-policy","optional":true}}"""));
        Assert.Equal(2 + (has ? 1 : 0), Texts(deployment, Pod + "volumes").Count());
        Assert.Equal(has ? "/etc/liveops/policy" : null, (await (await Model.PublishAsync()).EnvironmentAsync(service)).GetValueOrDefault("POLICY_DIR"));
        Assert.DoesNotContain("POLICY_DIR", (await (await Model.RunAsync()).EnvironmentAsync(service)).Keys);
    }

    [Theory]
    [InlineData("startupProbe", "/healthz")]
    [InlineData("livenessProbe", "/healthz")]
    [InlineData("readinessProbe", "/readyz")]
    public async Task Probes_each_service_on_its_http_port(string probe, string path)
    {
        foreach (string service in Model.Services)
        {
            JsonObject deployment = await Written.OneAsync(service, "Deployment");
            Assert.Equal(
                $$"""{"path":"{{path}}","port":"http","scheme":"HTTP"}""", deployment.At(Container + probe + ".httpGet")!.ToJsonString());
            Assert.Equal("http", Text(deployment, Container + "ports.0.name"));
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Rolls_out_without_a_pod_too_few_and_drains_before_it_stops(string service)
    {
        JsonObject deployment = await Written.OneAsync(service, "Deployment");

        Assert.Equal("""{"rollingUpdate":{"maxSurge":1,"maxUnavailable":0},"type":"RollingUpdate"}""", deployment.At("spec.strategy")!.ToJsonString());
        Assert.Equal("""{"sleep":{"seconds":10}}""", deployment.At(Container + "lifecycle.preStop")!.ToJsonString());
        Assert.True(Number(deployment, Pod + "terminationGracePeriodSeconds") > 10 + 30);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Rolls_out_when_only_settings_changed(string service)
    {
        JsonObject deployment = await Written.OneAsync(service, "Deployment");

        Assert.Equal($"{{{{ .Values.config.{service} | toJson | sha256sum }}}}", deployment.At("spec.template.metadata.annotations")!["checksum/config"]!.GetValue<string>());
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Spreads_pods_over_zones_and_hosts_by_labels_they_have(string service)
    {
        JsonObject deployment = await Written.OneAsync(service, "Deployment");
        string labels = deployment.At("spec.selector.matchLabels")!.ToJsonString();

        var constraints = deployment.At(Pod + "topologySpreadConstraints")!.AsArray();

        Assert.Equal(["topology.kubernetes.io/zone", "kubernetes.io/hostname"], constraints.Select(c => Text(c!, "topologyKey")));
        Assert.All(constraints, c => Assert.Equal(labels, c!.At("labelSelector.matchLabels")!.ToJsonString()));
        foreach ((string key, JsonNode? value) in deployment.At("spec.selector.matchLabels")!.AsObject())
            Assert.Equal(value!.ToJsonString(), deployment.At("spec.template.metadata.labels")![key]!.ToJsonString());
    }

    [Theory]
    [InlineData("gateway", "500m", "1Gi", "1", "2Gi", 2, 8, 70)]
    [InlineData("leaderboard", "500m", "1Gi", "1", "2Gi", 2, 8, 70)]
    [InlineData("fairness", "300m", "512Mi", "600m", "1Gi", 2, 6, 65)]
    [InlineData("progression", "300m", "512Mi", "600m", "1Gi", 2, 6, 65)]
    public async Task Gives_each_service_its_size_and_leaves_the_number_of_pods_to_the_autoscaler(
        string service, string cpu, string memory, string cpuLimit, string memoryLimit, int min, int max, int utilization)
    {
        JsonObject deployment = await Written.OneAsync(service, "Deployment");
        JsonObject autoscaler = await Written.OneAsync(service, "HorizontalPodAutoscaler");

        Assert.Equal(
            $$$"""{"limits":{"cpu":"{{{cpuLimit}}}","memory":"{{{memoryLimit}}}"},"requests":{"cpu":"{{{cpu}}}","memory":"{{{memory}}}"}}""",
            deployment.At(Container + "resources")!.ToJsonString());
        Assert.Null(deployment.At("spec.replicas"));
        Assert.Equal("autoscaling/v2", Text(autoscaler, "apiVersion"));
        Assert.Equal(
            $$"""{"apiVersion":"apps/v1","kind":"Deployment","name":"{{Text(deployment, "metadata.name")}}"}""", autoscaler.At("spec.scaleTargetRef")!.ToJsonString());
        Assert.Equal((min, max), (Number(autoscaler, "spec.minReplicas"), Number(autoscaler, "spec.maxReplicas")));
        Assert.Equal(
            $$$$$"""[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":{{{{{utilization}}}}}}}}]""",
            autoscaler.At("spec.metrics")!.ToJsonString());
    }

    [Theory]
    [InlineData(typeof(DeploymentSpecV1), typeof(AksDeploymentSpec), nameof(DeploymentSpecV1.Replicas))]
    [InlineData(typeof(PodTemplateSpecV1), typeof(AksPodTemplate), null)]
    [InlineData(typeof(PodSpecV1), typeof(AksPodSpec), null)]
    public void Writes_all_that_the_publishers_own_types_hold(Type published, Type written, string? except) =>
        Assert.Equal(published.GetProperties().Select(p => p.Name).Where(name => name != except).Order(), written.GetProperties().Select(p => p.Name).Order());

    [Theory, MemberData(nameof(Services))]
    public async Task Lets_a_drain_take_one_pod_at_a_time(string service)
    {
        JsonObject budget = await Written.OneAsync(service, "PodDisruptionBudget");

        Assert.Equal("policy/v1", Text(budget, "apiVersion"));
        Assert.Equal(1, Number(budget, "spec.maxUnavailable"));
        Assert.Null(budget.At("spec.minAvailable"));
        Assert.Equal(await SelectorAsync(service), budget.At("spec.selector.matchLabels")!.ToJsonString());
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Gives_each_service_the_workload_identity_of_its_own(string service)
    {
        JsonObject account = await Written.OneAsync(service, "ServiceAccount");
        JsonObject deployment = await Written.OneAsync(service, "Deployment");

        Assert.Equal($"{{{{ .Values.config.{service}.{service}_client_id }}}}", account.At("metadata.annotations")!["azure.workload.identity/client-id"]!.GetValue<string>());
        Assert.Equal("true", deployment.At("spec.template.metadata.labels")!["azure.workload.identity/use"]!.GetValue<string>());
        Assert.Equal(Text(account, "metadata.name"), Text(deployment, Pod + "serviceAccountName"));
    }

    [Theory]
    [InlineData("gateway", "ConnectionStrings__redis HMAC_SECRET OPERATOR_TOKEN")]
    [InlineData("fairness", "ConnectionStrings__redis OPERATOR_TOKEN")]
    [InlineData("leaderboard", "ConnectionStrings__leaderboard ConnectionStrings__redis OPERATOR_TOKEN")]
    [InlineData("progression", "ConnectionStrings__progression ConnectionStrings__redis HMAC_SECRET OPERATOR_TOKEN RECEIPT_SECRET")]
    public async Task Mounts_every_secret_of_a_service_from_the_vault_under_its_settings_name(string service, string settings)
    {
        JsonObject provider = await Written.OneAsync(service, "SecretProviderClass");

        Assert.Equal(("secrets-store.csi.x-k8s.io/v1", "azure"), (Text(provider, "apiVersion"), Text(provider, "spec.provider")));
        Assert.Equal($"{{{{ .Values.config.{service}.KEY_VAULT_NAME }}}}", Text(provider, "spec.parameters.keyvaultName"));
        Assert.Equal($"{{{{ .Values.config.{service}.{service}_client_id }}}}", Text(provider, "spec.parameters.clientID"));
        Assert.Equal($"{{{{ .Values.config.{service}.azure_tenant_id }}}}", Text(provider, "spec.parameters.tenantId"));
        var expected = settings.Split(' ').Select(name =>
            $"  - |\n    objectName: {name.Replace('_', '-')}\n    objectType: secret\n    objectAlias: {name}\n");
        Assert.Equal("array:\n" + string.Concat(expected), Text(provider, "spec.parameters.objects"));
    }

    [Theory]
    [InlineData("gateway", "fairness leaderboard progression")]
    [InlineData("fairness", "")]
    [InlineData("leaderboard", "")]
    [InlineData("progression", "")]
    public async Task Closes_the_network_but_for_what_a_service_needs(string service, string calls)
    {
        JsonObject policy = await Written.OneAsync(service, "NetworkPolicy");

        Assert.Equal("""["Ingress","Egress"]""", policy.At("spec.policyTypes")!.ToJsonString());
        Assert.Equal(await SelectorAsync(service), policy.At("spec.podSelector.matchLabels")!.ToJsonString());
        Assert.Equal(
            service == "fairness" ? """[{"protocol":"TCP","port":"http"},{"protocol":"TCP","port":"verdicts"}]""" : """[{"protocol":"TCP","port":"http"}]""",
            policy.At("spec.ingress.0.ports")!.ToJsonString());
        Assert.Equal(service == "gateway", policy.At("spec.egress")!.ToJsonString().Contains("verdicts", StringComparison.Ordinal));
        Assert.Equal(service != "fairness", policy.At("spec.ingress.0.from") is null); // players reach the others
        var open = policy.At("spec.egress")!.AsArray().SelectMany(rule => rule!["ports"]!.AsArray()).Select(port => port!["port"]!.ToString()).ToHashSet();
        Assert.Superset(new HashSet<string> { "53", "443", "5671", "6380", "3306", "4317" }, open);
        Assert.Equal(
            calls.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            policy.At("spec.egress")!.AsArray().Select(rule => rule!.At("to.0.podSelector.matchLabels")?["app.kubernetes.io/component"]?.GetValue<string>()).OfType<string>());
    }

    private static async Task<string> SelectorAsync(string service) =>
        (await Written.OneAsync(service, "Deployment")).At("spec.selector.matchLabels")!.ToJsonString();

    private static string Text(JsonNode node, string path) => node.At(path)!.GetValue<string>();

    private static long Number(JsonNode node, string path) => long.Parse(node.At(path)!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Texts(JsonNode node, string path) => node.At(path)!.AsArray().Select(item => item!.ToJsonString());

    private static bool Flag(JsonNode node, string path) => node.At(path)!.GetValue<bool>();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\.Values\.([a-zA-Z0-9_.]+)")]
    private static partial Regex ValuePattern();
}
