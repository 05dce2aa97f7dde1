using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>The option of API Management: policies that know which calls are operators'.</summary>
public sealed class API_Management_guards_operators
{
    private static readonly string Folder = Path.Combine(Deploy.Folder, "infra", "api-management");

    private static readonly (string Id, bool IsOperators)[] Operations =
    [
        .. from service in new[] { "gateway", "leaderboard", "progression" }
           let document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "contract", service + ".openapi.json")))!
           from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Value is JsonObject && operation.Value["operationId"] is not null
           select ((string)operation.Value["operationId"]!, operation.Value["security"].Items().Any(way => way["operator"] is not null)),
    ];

    [Fact]
    public void Every_operator_s_call_asks_for_a_token_of_Entra_and_no_other_does()
    {
        XElement[] cases = [.. XDocument.Load(Path.Combine(Folder, "apis.xml")).Root!.Element("inbound")!.Element("choose")!.Elements("when")];

        Assert.Equal(["getHealth", "getReadiness"], Named(cases[0]));
        Assert.Equal("404", (string)cases[0].Descendants("set-status").Single().Attribute("code")!);
        string[] expected = [.. Operations.Where(operation => operation.IsOperators).Select(operation => operation.Id).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(expected.SequenceEqual(Named(cases[1])), $"deploy/infra/api-management/apis.xml should name these calls of operators: {string.Join(", ", expected.Select(id => $"&quot;{id}&quot;"))}");
        XElement token = cases[1].Element("validate-jwt")!;
        Assert.Equal(("Authorization", "Bearer", "401"), ((string)token.Attribute("header-name")!, (string)token.Attribute("require-scheme")!, (string)token.Attribute("failed-validation-httpcode")!));
        Assert.Equal(["admin", "moderator", "operator", "viewer"], token.Descendants("claim").Single().Elements("value").Select(value => value.Value).Order());
        Assert.NotEmpty(token.Descendants("audience"));
        Assert.NotEmpty(token.Descendants("issuer"));
        // The caller's token goes on: services know whose it is.
        Assert.Equal(["choose", "validate-jwt"], cases[1].Elements().Select(element => element.Name.LocalName));
    }

    [Fact]
    public void Who_sends_rows_keeps_its_credentials_and_all_others_have_none()
    {
        XElement choose = XDocument.Load(Path.Combine(Folder, "apis.xml")).Root!.Element("inbound")!.Element("choose")!;
        XElement rows = choose.Elements("when").ElementAt(2);

        Assert.Equal(["sendRows"], Named(rows));
        Assert.Contains(("sendRows", false), Operations);
        // What is believed of a caller's certificate is never the caller's own word.
        Assert.Equal(("x-forwarded-client-cert", "override"), ((string)rows.Element("set-header")!.Attribute("name")!, (string)rows.Element("set-header")!.Attribute("exists-action")!));
        XElement others = choose.Element("otherwise")!.Element("set-header")!;
        Assert.Equal(("Authorization", "delete"), ((string)others.Attribute("name")!, (string)others.Attribute("exists-action")!));
    }

    [Fact]
    public async Task What_policies_name_in_braces_is_there()
    {
        string[] named = [.. Directory.EnumerateFiles(Folder).SelectMany(file => Regex.Matches(File.ReadAllText(file), "{{([a-z-]+)}}")).Select(name => name.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        JsonObject terraform = await Terraform.ModuleAsync("api-management");
        string bicep = await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "modules", "api-management.bicep"), TestContext.Current.CancellationToken);

        Assert.Equal(["front-door-id", "operators-audience", "tenant-id"], named);
        Assert.All(named, name => Assert.Contains($"name: '{name}'", bicep, StringComparison.Ordinal));
        string values = terraform.At("resource azurerm_api_management_named_value")!.ToJsonString();
        Assert.All(named, name => Assert.Contains(name, values, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("players", 6000)]
    [InlineData("operators", 120)]
    public void A_product_bounds_how_often_it_is_called(string product, int aMinute)
    {
        XElement[] limits = [.. XDocument.Load(Path.Combine(Folder, product + ".xml")).Descendants("rate-limit-by-key")];

        Assert.Equal([$"{aMinute} 60 @(context.Subscription.Id)", $"{aMinute / 10} 60 @(context.Request.IpAddress)"], limits.Select(limit => $"{(string)limit.Attribute("calls")!} {(string)limit.Attribute("renewal-period")!} {(string)limit.Attribute("counter-key")!}"));
        Assert.All(limits, limit => Assert.Equal("Retry-After", (string)limit.Attribute("retry-after-header-name")!));
    }

    [Fact]
    public async Task Both_import_the_contract_of_every_public_service()
    {
        JsonNode model = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Published.Folder, "model.json"), TestContext.Current.CancellationToken))!;
        string[] services = [.. model["workloads"].Items().Where(workload => (bool)workload["isPublic"]!).Select(workload => (string)workload["name"]!)];
        JsonObject bicep = (await Bicep.ModulesAsync())["api-management"];
        string terraform = (string)(await Terraform.ModuleAsync("api-management")).At("locals 0 services")!;

        Assert.Equal(services, bicep["variables"]!["services"].Items().Select(service => (string)service["name"]!));
        Assert.Contains($"[{string.Join(", ", services.Select(service => $"\"{service}\""))}]", terraform, StringComparison.Ordinal);
        Assert.All(services, service => Assert.Contains($"docs/contract/{service}.openapi.json", File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "api-management.bicep")), StringComparison.Ordinal));
        Assert.Contains("docs/contract/${name}.openapi.json", terraform, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Named(XElement when) => Regex.Matches((string)when.Attribute("condition")!, "\"(\\w+)\"").Select(id => id.Groups[1].Value).Order(StringComparer.Ordinal);
}
