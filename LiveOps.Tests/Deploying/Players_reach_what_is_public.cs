using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Tests.Deploying.Infra;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>Hosts, gateways and routes: the contract of public services, and nothing else.</summary>
public sealed class Players_reach_what_is_public
{
    private static readonly JsonNode Model = JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "model.json")))!;

    public static TheoryData<string> Overlays => new(Deploy.Overlays);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_path_of_a_public_contract_leads_to_its_service_and_by_one_route(string overlay)
    {
        JsonObject[] routes = Routes(overlay);

        foreach (string service in Public())
        {
            foreach (string path in Paths(service))
            {
                string[] takers = [.. routes.Where(route => Takes(route, path)).Select(route => route.Name())], expected = IsSeverals(path) ? [] : [service];
                Assert.True(expected.SequenceEqual(takers), $"deploy/components/gateway-api/routes.yaml: {path} leads to {string.Join(", ", takers)}, and should to {string.Join(", ", expected)}");
            }
        }

        Assert.Equal(Public(), routes.Select(route => route.Name()));
        Assert.All(routes, route => Assert.Equal($"{route.Name()}:8080", Assert.Single(Assert.Single(route.At("spec rules").Items())["backendRefs"].Items().Select(to => $"{to["name"]}:{to["port"]}"))));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/v1")]
    [InlineData("/v1/metrics")]
    [InlineData("/v1/dead-letters")]
    [InlineData("/v1/dead-letters/1/replay")]
    [InlineData("/v1/eventsx")]
    [InlineData("/events/x")]
    [InlineData("/x/v1/events")]
    public void Nothing_else_is_reached(string path) => Assert.DoesNotContain(Deploy.Overlays.SelectMany(Routes), route => Takes(route, path));

    // What stands before a route must let through what leads there: Front Door in production, the mesh's policies where it is chosen.
    [Fact]
    public async Task Front_Door_and_the_mesh_let_through_all_that_is_routed_and_nothing_that_pods_alone_have()
    {
        string[] bicep = Words((await Bicep.ModulesAsync())["front-door"]["resources"]!["route"].At("properties patternsToMatch")!);
        string[] terraform = Words((await Terraform.ModuleAsync("front-door")).At("resource azurerm_cdn_frontdoor_route players 0 patterns_to_match")!);
        IReadOnlyList<JsonObject> mesh = await Variant.Of("mesh").ObjectsAsync();
        string[] MeshOf(string service) => Words(Assert.Single(Assert.Single(mesh, found => found.IsOf("AuthorizationPolicy", service)).At("spec rules").Items(), rule => (string?)rule.At("from 0 source namespaces 0") == "entry").At("to 0 operation paths")!);

        Assert.Equal(bicep, terraform);
        foreach (string service in Public())
        {
            foreach (string path in Paths(service).Where(path => Routes("dev").Any(route => Takes(route, path))))
            {
                Assert.Contains(bicep, pattern => Covers(pattern, path));
                Assert.Contains(MeshOf(service), pattern => Covers(pattern, path));
            }

            foreach (string path in new[] { "/", "/metrics", "/healthz", "/readyz", "/.well-known/other" })
                Assert.DoesNotContain(bicep.Concat(MeshOf(service)), pattern => Covers(pattern, path));
        }
    }

    [Fact]
    public void Nothing_that_only_Fairness_has_is_reached()
    {
        string[] others = [.. Public().SelectMany(Paths)];

        Assert.All(Paths("fairness").Except(others).Where(path => path is not "/v1/players/unblock"), path => Assert.DoesNotContain(Routes("dev"), route => Takes(route, path)));
        // By its shape that one is a player called unblock, whom Progression does not know.
        Assert.Equal("progression", Assert.Single(Routes("dev"), route => Takes(route, "/v1/players/unblock")).Name());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void An_environment_has_a_host_of_its_own_whose_gateway_lets_its_routes_in_by_TLS_alone(string overlay)
    {
        IReadOnlyList<JsonObject> entry = Deploy.Rendered("platform/entry-" + overlay);
        JsonObject gateway = Assert.Single(entry, found => found.Kind() == "Gateway"), certificate = Assert.Single(entry, found => found.IsOf("Certificate", overlay));
        JsonNode[] listeners = [.. gateway.At("spec listeners").Items().Take(2)]; // the others are operators'
        string host = Deploy.Document("overlays", overlay, "installation.yaml")["data"].Texts()["host"];

        Assert.Equal(["https:HTTPS:443", "http:HTTP:80"], listeners.Select(listener => $"{listener["name"]}:{listener["protocol"]}:{listener["port"]}"));
        Assert.All(listeners, listener => Assert.Equal(host, (string)listener["hostname"]!));
        Assert.Equal((string)Deploy.Document("overlays", overlay, "kustomization.yaml")["namespace"]!, (string)listeners[0].At("allowedRoutes namespaces selector matchLabels kubernetes.io/metadata.name")!);
        Assert.Equal("""{"from":"Same"}""", listeners[1].At("allowedRoutes namespaces")!.ToJsonString());
        Assert.All(Routes(overlay), route =>
        {
            Assert.Equal(host, (string)Assert.Single(route.At("spec hostnames").Items())!);
            JsonNode parent = Assert.Single(route.At("spec parentRefs").Items());
            Assert.Equal($"entry/{gateway.Name()}/https", $"{parent["namespace"]}/{parent["name"]}/{parent["sectionName"]}");
        });
        Assert.Equal(host, (string)Assert.Single(certificate.At("spec dnsNames").Items())!);
        Assert.Equal((string)certificate.At("spec secretName")!, (string)Assert.Single(listeners[0].At("tls certificateRefs").Items())["name"]!);
        JsonObject issuer = Assert.Single(entry, found => found.Kind() == "Issuer");
        Assert.Equal(issuer.Name(), (string)certificate.At("spec issuerRef name")!);
        Assert.Equal(gateway.Name(), (string)issuer.At("spec acme solvers 0 http01 gatewayHTTPRoute parentRefs 0 name")!);
    }

    [Fact]
    public void Hosts_differ_and_stand_in_one_domain() =>
        Assert.Distinct(Deploy.Overlays.Select(overlay => Deploy.Document("overlays", overlay, "installation.yaml")["data"].Texts()["host"]));

    [Fact]
    public void Production_answers_only_what_comes_through_its_own_Front_Door()
    {
        foreach (string overlay in Deploy.Overlays)
        {
            IEnumerable<JsonNode> matches = Routes(overlay).SelectMany(route => route.At("spec rules").Items()).SelectMany(rule => rule["matches"].Items());
            string[] asked = overlay.StartsWith("prod", StringComparison.Ordinal) ? [$"X-Azure-FDID: {Deploy.Document("overlays", overlay, "installation.yaml")["data"].Texts()["frontDoor"]}"] : [];
            Assert.All(matches, match => Assert.Equal(asked, match["headers"].Items().Select(header => $"{header["name"]}: {header["value"]}")));
        }
    }

    [Fact]
    public async Task A_header_chooses_the_new_version_and_else_nothing_changes()
    {
        JsonObject[] routes = [.. (await Variant.Of("ab-by-header").ObjectsAsync()).Where(IsPlayers)];

        Assert.Equal(Public(), routes.Select(route => route.Name()));
        foreach (JsonObject route in routes)
        {
            JsonNode[] rules = [.. route.At("spec rules").Items()];
            Assert.Equal(2, rules.Length);
            Assert.Equal("""[{"name":"liveops-variant","value":"b"}]""", rules[0].At("matches 0 headers")!.ToJsonString());
            Assert.Equal(rules[1].At("matches 0 path")!.ToJsonString(), rules[0].At("matches 0 path")!.ToJsonString());
            Assert.Equal($"{route.Name()}-canary", (string)Assert.Single(rules[0]["backendRefs"].Items())["name"]!);
            Assert.Equal([$"{route.Name()} 100", $"{route.Name()}-canary 0"], rules[1]["backendRefs"].Items().Select(to => $"{to["name"]} {to["weight"]}"));
        }
    }

    private static JsonObject[] Routes(string overlay) => [.. Deploy.Rendered(overlay).Where(IsPlayers)];

    private static bool IsPlayers(JsonObject found) => found.Kind() == "HTTPRoute" && found.Name() != "console";

    private static string[] Public() => [.. Model["workloads"].Items().Where(workload => (bool)workload["isPublic"]!).Select(workload => (string)workload["name"]!)];

    // With a word in the place of each parameter.
    private static IEnumerable<string> Paths(string service) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "contract", service + ".openapi.json")))!["paths"]!.AsObject()
        .Select(path => Regex.Replace(path.Key, "{[^}]+}", "one"));

    private static string[] Words(JsonNode list) => [.. list.Items().Select(word => (string)word!)];

    // As Front Door and Istio both have it: a star at the end is for anything, else the whole.
    private static bool Covers(string pattern, string path) => pattern.EndsWith('*') ? path.StartsWith(pattern[..^1], StringComparison.Ordinal) : path == pattern;

    // What several services have (/readyz, dead letters): operators reach it inside the cluster, where it is known whose it is.
    private static bool IsSeverals(string path) => new[] { "fairness", "gateway", "leaderboard", "progression" }.Count(service => Paths(service).Contains(path)) > 1;

    private static bool Takes(JsonObject route, string path) => route.At("spec rules").Items().SelectMany(rule => rule["matches"].Items())
        .Any(match => (string)match.At("path type")! == "RegularExpression" && Regex.IsMatch(path, $"^(?:{(string)match.At("path value")!})$"));
}
