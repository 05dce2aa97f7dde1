using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Console;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.Tests.Deploying.Infra;
using LiveOps.Tests.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LiveOps.Tests.Deploying;

/// <summary>The console's pages, by a host and a certificate that are not the players', and nothing else of it.</summary>
public sealed class Operators_have_a_host_of_their_own
{
    public static TheoryData<string> Overlays => new(Deploy.Overlays);

    [Fact]
    public void Every_page_is_reached_there()
    {
        WebApplicationBuilder builder = ServiceBuilder.Create([]);
        builder.AddServiceDefaults("console");
        builder.AddConsole();
        WebApplication app = builder.Build();
        app.MapConsole();
        string[] pages = [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => Regex.Replace(endpoint.RoutePattern.RawText!, "{[^*}]+}", "one")).Where(path => !path.Contains('{', StringComparison.Ordinal)).Distinct()];

        Assert.True(pages.Length > 40);
        Assert.All(pages, path => Assert.True(Takes(path.StartsWith('/') ? path : "/" + path), $"deploy/components/gateway-api/routes.yaml, and step 12 of docs/deploy.md: {path} leads nowhere"));
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/v1/audit")]
    [InlineData("/boardsx")]
    public void Nothing_else_is(string path) => Assert.False(Takes(path));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void An_environment_s_is_not_the_players_and_has_a_certificate_of_its_own(string overlay)
    {
        IReadOnlyList<JsonObject> entry = Deploy.Rendered("platform/entry-" + overlay);
        Dictionary<string, string> own = Deploy.Document("overlays", overlay, "installation.yaml")["data"].Texts();
        JsonObject route = Route(overlay), gateway = Assert.Single(entry, found => found.Kind() == "Gateway"), certificate = Assert.Single(entry, found => found.IsOf("Certificate", overlay + "-console"));
        JsonNode[] listeners = [.. gateway.At("spec listeners").Items().Skip(2)];

        Assert.Equal($"console.{own["host"]}", own["consoleHost"]);
        Assert.Equal(["console:HTTPS:443", "console-http:HTTP:80"], listeners.Select(listener => $"{listener["name"]}:{listener["protocol"]}:{listener["port"]}"));
        Assert.All(listeners, listener => Assert.Equal(own["consoleHost"], (string)listener["hostname"]!));
        Assert.Equal(own["namespace"], (string)listeners[0].At("allowedRoutes namespaces selector matchLabels kubernetes.io/metadata.name")!);
        Assert.Equal("""{"from":"Same"}""", listeners[1].At("allowedRoutes namespaces")!.ToJsonString());
        Assert.Equal(own["consoleHost"], (string)Assert.Single(route.At("spec hostnames").Items())!);
        JsonNode parent = Assert.Single(route.At("spec parentRefs").Items());
        Assert.Equal($"entry/{gateway.Name()}/console", $"{parent["namespace"]}/{parent["name"]}/{parent["sectionName"]}");
        Assert.Equal("console:8080", Assert.Single(Assert.Single(route.At("spec rules").Items())["backendRefs"].Items().Select(to => $"{to["name"]}:{to["port"]}")));
        Assert.Empty(route.At("spec rules 0 matches 0 headers").Items()); // by no Front Door
        Assert.Equal(own["consoleHost"], (string)Assert.Single(certificate.At("spec dnsNames").Items())!);
        Assert.Equal((string)certificate.At("spec secretName")!, (string)Assert.Single(listeners[0].At("tls certificateRefs").Items())["name"]!);
        Assert.NotEqual((string)Assert.Single(entry, found => found.IsOf("Certificate", overlay)).At("spec secretName")!, (string)certificate.At("spec secretName")!);
        Assert.Equal(["http", "console-http"], Assert.Single(entry, found => found.Kind() == "Issuer").At("spec acme solvers 0 http01 gatewayHTTPRoute parentRefs").Items().Select(to => (string)to["sectionName"]!));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task The_console_knows_its_address_and_believes_the_pods_alone_on_visitors(string overlay)
    {
        IReadOnlyList<JsonObject> rendered = Deploy.Rendered(overlay);
        Dictionary<string, string> environment = Assert.Single(rendered, found => found.Kind() == "ConfigMap" && found.Name().StartsWith("environment-", StringComparison.Ordinal))["data"].Texts();

        Dictionary<string, string> own = Assert.Single(rendered, found => found.IsOf("ConfigMap", "console-settings"))["data"].Texts();
        Assert.Equal($"https://{Deploy.Document("overlays", overlay, "installation.yaml")["data"].Texts()["consoleHost"]}", environment["CONSOLE_ADDRESS"]);
        Assert.Equal((string)(await Terraform.ModuleAsync("cluster")).At("resource azurerm_kubernetes_cluster cluster 0 network_profile 0 pod_cidr")! + ",127.0.0.6", own["CONSOLE_PROXIES"]);
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", own); // that one believes whoever sends the header
    }

    private static JsonObject Route(string overlay) => Assert.Single(Deploy.Rendered(overlay), found => found.IsOf("HTTPRoute", "console"));

    private static bool Takes(string path) => Deploy.Overlays.All(overlay => Regex.IsMatch(path, $"^(?:{(string)Route(overlay).At("spec rules 0 matches 0 path value")!})$"));
}
