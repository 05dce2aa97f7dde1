using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Cluster;
using LiveOps.Tests.House;
using LiveOps.Tests.ServiceDefaults.Bus;
using LiveOps.Tests.ServiceDefaults.Telemetry;

namespace LiveOps.Tests.Monitoring.Live;

/// <summary>
/// A cluster under a little load that is watched as one in production is: Prometheus with the rules that are shipped, Alertmanager with its shipped
/// configuration, whoever is told, and a collector of traces. A minute of rules is a second here, addresses are the test's own; all else is as it is shipped.
/// </summary>
public sealed class MonitoredCluster : IAsyncLifetime
{
    private const string Password = "the-password-of-the-mail-server";

    private static readonly string[] Services = ["gateway", "fairness", "leaderboard", "progression"];
    private static readonly HttpClient Http = new();

    private readonly TempFolder _prometheusFolder = new(), _alertmanagerFolder = new(), _configuration = new();

    private MonitoringServer? _prometheus, _alertmanager;

    internal ClusterSystem Running { get; private set; } = null!;

    internal OtlpCollector Collector { get; private set; } = null!;

    internal SteadyLoad Load { get; private set; } = null!;

    internal SlackReceiver Slack { get; private set; } = null!;

    internal MailReceiver Mail { get; private set; } = null!;

    /// <summary>What is wrong, for whoever waited in vain.</summary>
    internal string Told => string.Join('\n', [.. Slack.Messages.Select(message => message.ToString()), .. Mail.Mails.Select(mail => mail.Text), _prometheus!.Output, _alertmanager!.Output, Running.Output]);

    public async ValueTask InitializeAsync()
    {
        ServerProgram.Find("prometheus", "prometheus");
        ServerProgram.Find("prometheus-alertmanager", "prometheus-alertmanager");
        ServerProgram.Find("mariadbd", "mariadb-server");
        Collector = await OtlpCollector.StartAsync();
        Running = await ClusterSystem.StartAsync(SqlKind.MySql, 1, ("OTEL_EXPORTER_OTLP_ENDPOINT", Collector.Address), ("OTEL_BSP_SCHEDULE_DELAY", "500"));
        Load = new SteadyLoad(Running.Of("gateway").Address);
        Slack = await SlackReceiver.StartAsync();
        Mail = MailReceiver.Start(Running.Sql.CertificateFile, Running.Sql.KeyFile, "alerts@example.com", Password);
        _alertmanager = await MonitoringServer.AlertmanagerAsync(_alertmanagerFolder, await ConfigureAlertmanagerAsync(), Running.Sql.CertificateFile);
        _prometheus = await MonitoringServer.PrometheusAsync(_prometheusFolder, await ConfigurePrometheusAsync());
    }

    /// <summary>What Prometheus answers.</summary>
    internal async Task<JsonElement> AskAsync(string path) => JsonDocument.Parse(await Http.GetStringAsync(new Uri(_prometheus!.Address, path))).RootElement.GetProperty("data");

    /// <summary>What a service tells a scrape.</summary>
    internal Task<string> ScrapeAsync(string service) => Http.GetStringAsync(new Uri(Running.Of(service).Address, "/metrics"));

    /// <summary>The alerts that Alertmanager has, by their names, and whether each is silenced by another.</summary>
    internal async Task<(string Name, string Job, bool IsInhibited)[]> AlertsAsync()
    {
        using var alerts = JsonDocument.Parse(await Http.GetStringAsync(new Uri(_alertmanager!.Address, "/api/v2/alerts")));
        return [.. alerts.RootElement.EnumerateArray().Select(alert => (
            alert.GetProperty("labels").GetProperty("alertname").GetString()!,
            alert.GetProperty("labels").TryGetProperty("job", out JsonElement job) ? job.GetString()! : "",
            alert.GetProperty("status").GetProperty("inhibitedBy").GetArrayLength() > 0))];
    }

    /// <summary>Waits until everything is scraped, and none of these alerts is left of what was before.</summary>
    internal async Task QuietAsync(params string[] alerts) => await Until.TrueAsync(
        async () => !(await AlertsAsync()).Any(alert => alerts.Contains(alert.Name)) && (await AskAsync("/api/v1/query?query=up==1")).GetProperty("result").GetArrayLength() == Services.Length,
        () => "it is never quiet:\n" + Told);

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        if (_alertmanager is not null)
            await _alertmanager.DisposeAsync();
        if (Mail is not null)
            await Mail.DisposeAsync();
        if (Slack is not null)
            await Slack.DisposeAsync();
        if (Load is not null)
            await Load.DisposeAsync();
        if (Running is not null)
            await Running.DisposeAsync();
        if (Collector is not null)
            await Collector.DisposeAsync();
        foreach (TempFolder folder in new[] { _prometheusFolder, _alertmanagerFolder, _configuration })
            folder.Dispose();
    }

    private async Task<string> ConfigureAlertmanagerAsync()
    {
        string shipped = Path.Combine(Repository.Root, "deploy", "monitoring", "alertmanager");
        Directory.CreateDirectory(_configuration.File("secrets"));
        await File.WriteAllTextAsync(_configuration.File("secrets/smtp-password"), Password);
        await File.WriteAllTextAsync(_configuration.File("secrets/slack-on-call"), Slack.Address("on-call"));
        await File.WriteAllTextAsync(_configuration.File("secrets/slack-day"), Slack.Address("day"));
        File.Copy(Path.Combine(shipped, "liveops.tmpl"), _configuration.File("liveops.tmpl"));
        string text = ShortTimes.In(await File.ReadAllTextAsync(Path.Combine(shipped, "alertmanager.yml")))
            .Replace("/etc/alertmanager/", _configuration.Path + "/", StringComparison.Ordinal)
            .Replace("smtp.example.com:587", $"localhost:{Mail.Port}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_configuration.File("alertmanager.yml"), text);
        return _configuration.File("alertmanager.yml");
    }

    private async Task<string> ConfigurePrometheusAsync()
    {
        foreach (string name in RuleFiles.Names.Where(name => name != "on-premises-mysql")) // the cluster's MySQL is none of those
            await File.WriteAllTextAsync(_configuration.File(name + ".yml"), ShortTimes.In(await File.ReadAllTextAsync(Path.Combine(RuleFiles.Folder, name + ".yml"))));
        IEnumerable<string> jobs = Services.Select(service => $$"""
              - job_name: {{service}}
                static_configs: [{ targets: ["{{Running.Of(service).Address.Authority}}"] }]
            """);
        await File.WriteAllTextAsync(_configuration.File("prometheus.yml"), $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 500ms }
            rule_files: [{{string.Join(", ", RuleFiles.Names.Where(name => name != "on-premises-mysql").Select(name => _configuration.File(name + ".yml")))}}]
            alerting: { alertmanagers: [{ static_configs: [{ targets: ["{{_alertmanager!.Address.Authority}}"] }] }] }
            scrape_configs:
            {{string.Join('\n', jobs)}}
            """);
        return _configuration.File("prometheus.yml");
    }
}

/// <summary>Tests of it. They wait most of the time, so others run beside them; what those make slow here raises alerts that no test here asks for.</summary>
[CollectionDefinition(nameof(MonitoredCluster)), Trait("process", "own")]
public sealed class MonitoredClusterCollection : ICollectionFixture<MonitoredCluster>;
