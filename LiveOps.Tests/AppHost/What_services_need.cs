using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using LiveOps.Gateway.Summary;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.House;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.AppHost;

/// <summary>Compares what the services' own code asks for with what the model gives.</summary>
public partial class What_services_need
{
    /// <summary>Settings that are there to be changed, each with a default that is right in a cluster too.</summary>
    private static readonly HashSet<string> HaveDefaults =
    [
        "LOG_LEVEL", "LOG_FORMAT", "POLICY_DIR", "SECRETS_DIR", "KEYVAULT_URI", "FAIRNESS_UNAVAILABLE", "FAIRNESS_TIMEOUT_MS",
        "IDEMPOTENCY_HOURS", "IDEMPOTENCY_CAPACITY", "IDEMPOTENCY_CLAIM_SECONDS", "ROLLOVER_SETTLE_SECONDS",
        "DEDUPE_HOURS", "DEDUPE_CAPACITY", "GATEWAY_MAX_REQUESTS", "GATEWAY_MAX_WAITING", "GATEWAY_WAIT_MS", "SUMMARY_TIMEOUT_MS",
    ];

    [Theory]
    [InlineData("gateway", "LiveOps.Gateway")]
    [InlineData("fairness", "LiveOps.Fairness")]
    [InlineData("leaderboard", "LiveOps.Leaderboard")]
    [InlineData("progression", "LiveOps.Progression")]
    public async Task Every_setting_a_service_reads_is_given_or_has_a_default(string service, string project)
    {
        var model = await Model.RunAsync();

        var read = SettingsIn(project).Append("BUS_KIND").Where(name => !HaveDefaults.Contains(name)).ToHashSet();

        Assert.Subset((await model.EnvironmentAsync(service)).Keys.ToHashSet(), read);
    }

    [Theory]
    [InlineData("HMAC_SECRET", "AddRequestSigning")]
    [InlineData("OPERATOR_TOKEN", "RequireOperator|\"OPERATOR_TOKEN\"")]
    [InlineData("RECEIPT_SECRET", "RECEIPT_SECRET")]
    public async Task A_secret_goes_to_the_services_whose_code_uses_it_and_to_no_other(string secret, string sign)
    {
        var model = await Model.RunAsync();

        foreach (string service in Model.Services)
        {
            bool uses = SourcesOf("LiveOps." + char.ToUpperInvariant(service[0]) + service[1..]).Any(source => sign.Split('|').Any(source.Contains));
            Assert.True(uses == (await model.EnvironmentAsync(service)).ContainsKey(secret), $"{service} {(uses ? "uses" : "does not use")} {secret}");
        }
    }

    [Fact]
    public async Task The_gateway_finds_the_services_it_asks_under_the_names_it_asks_by()
    {
        var model = await Model.RunAsync();

        Dictionary<string, object> environment = await model.EnvironmentAsync("gateway");

        Assert.All(SummaryOptions.Services, service => Assert.Equal(
            service, Assert.IsType<EndpointReference>(environment[$"services__{service}__http__0"]).Resource.Name));
    }

    [Fact]
    public async Task The_kind_of_bus_is_one_that_services_know()
    {
        var model = await Model.RunAsync();

        var settings = new ConfigurationManager { ["BUS_KIND"] = (string)(await model.EnvironmentAsync("gateway"))["BUS_KIND"] };

        Assert.Equal(BusKind.ServiceBus, settings.GetBusKind());
    }

    [Theory]
    [InlineData(LiveOps.AppHost.SystemExtensions.AlivePath)]
    [InlineData(LiveOps.AppHost.SystemExtensions.ReadyPath)]
    public void Health_is_asked_for_where_services_answer(string path) =>
        Assert.Contains(SourcesOf("LiveOps.ServiceDefaults"), source => source.Contains($"MapGet(\"{path}\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("gateway")]
    [InlineData("fairness")]
    [InlineData("leaderboard")]
    [InlineData("progression")]
    public async Task Is_what_the_published_chart_gives(string service)
    {
        string folder = Path.Combine(Repository.Root, "aspire-manifest", "templates", service);
        if (!Directory.Exists(folder))
            Assert.Skip("Nothing was published: there is no aspire-manifest. aspire publish writes it.");

        Assert.Empty(PublishedService.Lacks(folder, await NeedsAsync(service)));
    }

    internal static async Task<Needs> NeedsAsync(string service)
    {
        var runs = await Model.RunAsync();
        var published = await Model.PublishAsync();
        string[] settings = [.. (await published.EnvironmentAsync(service)).Keys.Where(The_model_as_it_runs.IsOurs)];
        return new Needs(
            settings,
            [.. (await runs.EnvironmentAsync(service)).Keys.Where(The_model_as_it_runs.IsOurs).Except(settings)],
            [.. published.Get<ProjectResource>(service).Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.Name)]);
    }

    private static IEnumerable<string> SettingsIn(string project) =>
        SourcesOf(project).SelectMany(source => SettingPattern().Matches(source)).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> SourcesOf(string project) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText);

    // configuration["X"], GetWhole("X", …), Whole(configuration, "X", …)
    [GeneratedRegex("""(?:\[|GetWhole\(|Whole\(configuration, )"([A-Z]+(?:_[A-Z]+)+)"[\],]""")]
    private static partial Regex SettingPattern();
}
