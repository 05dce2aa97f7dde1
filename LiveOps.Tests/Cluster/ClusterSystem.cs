using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Embedded;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cluster;

/// <summary>
/// The distributed system as a studio runs it: replicas of every service as processes, sharing only Redis, SQL and the bus, all real. The
/// bus has a Redis of its own, whose every write is on disk; the other keeps nothing on disk.
/// </summary>
internal sealed class ClusterSystem : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, List<ServiceProcess>> _services = [];
    private readonly Dictionary<string, string> _databases = [];

    private ClusterSystem(RedisServer cache, RedisServer bus, SqlServer sql)
    {
        Cache = cache;
        Bus = bus;
        Sql = sql;
    }

    public RedisServer Cache { get; }

    public RedisServer Bus { get; }

    public SqlServer Sql { get; }

    /// <summary>Everything that every process printed.</summary>
    public string Output => string.Join("\n\n", All.Select(process => process.Output));

    private IEnumerable<ServiceProcess> All => _services.Values.SelectMany(replicas => replicas);

    /// <summary>Starts it: stores, each service's migration, then every service; ready when all are.</summary>
    public static Task<ClusterSystem> StartAsync(SqlKind kind, int replicas, params (string Name, string Value)[] settings) => StartAsync(kind, replicas, 1, settings);

    /// <summary>The same, but every replica migrates, twice, and all at once.</summary>
    public static Task<ClusterSystem> StartMigratedByAllAsync(SqlKind kind, int replicas, params (string Name, string Value)[] settings) =>
        StartAsync(kind, replicas, 2 * replicas, settings);

    private static async Task<ClusterSystem> StartAsync(SqlKind kind, int replicas, int migrations, (string Name, string Value)[] settings)
    {
        var cluster = new ClusterSystem(await RedisServer.StartAsync(), await RedisServer.StartAsync(appendOnly: true), await SqlServer.StartAsync(kind));
        try
        {
            await cluster.StartServicesAsync(replicas, migrations, settings);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The name of a service's database.</summary>
    public string Database(string service) => _databases[service];

    public ServiceProcess Of(string service, int replica = 0) => _services[service][replica];

    public Task AllReadyAsync() => Task.WhenAll(All.Select(process => process.ReadyAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProcess process in All)
            process.Dispose();
        await Cache.DisposeAsync();
        await Bus.DisposeAsync();
        await Sql.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartServicesAsync(int replicas, int migrations, (string Name, string Value)[] given)
    {
        Directory.CreateDirectory(_folder.File("policies"));
        await File.WriteAllTextAsync(_folder.File("policies/leaderboard.json"), """{"boards":{"sums":{"operator":"sum"},"quick":{"graceSeconds":0},"ladder":{"graceSeconds":0,"windows":["daily"]}}}""");
        await File.WriteAllTextAsync(_folder.File("policies/leagues.json"), """
            {"leagues":{"arena":{"board":"ladder","window":"daily","cohortSize":4,"divisions":["bronze","silver"],"promote":1,"relegate":1,"rewards":[{"ranks":"1","reward":"gold"}]}}}
            """);
        await File.WriteAllTextAsync(_folder.File("policies/fairness.json"), Killed_at_any_moment.Lenient());
        SqlTestDatabase progression = await Sql.CreateDatabaseAsync(), leaderboard = await Sql.CreateDatabaseAsync(), gateway = await Sql.CreateDatabaseAsync();
        (_databases["progression"], _databases["leaderboard"], _databases["gateway"]) = (progression.Name, leaderboard.Name, gateway.Name);
        var common = new Dictionary<string, string>
        {
            ["BUS_KIND"] = "redis",
            ["REDIS_URL"] = Cache.Url,
            ["BUS_REDIS_URL"] = Bus.Url,
            ["HMAC_SECRET"] = LiveSystem.Secret,
            ["RECEIPT_SECRET"] = LiveSystem.Secret,
            ["OPERATOR_TOKEN"] = LiveSystem.OperatorToken,
            ["POLICY_DIR"] = _folder.File("policies"),
            ["LOG_LEVEL"] = "Warning",
            ["EXPORT_TIMEOUT_MS"] = "20000", // the other time-outs hold: tests take stores away
        };
        foreach ((string name, string value) in progression.Settings("progression").Concat(leaderboard.Settings("leaderboard")).Concat(gateway.Settings("gateway")).Concat(given))
            common[name.Replace(":", "__", StringComparison.Ordinal)] = value;

        // The gateways and progression are told where the others are.
        for (int replica = 0; replica < replicas; replica++)
        {
            int verdicts = ServerProgram.FreePort();
            Dictionary<string, string> progressions = new(common), gateways = new(common) { ["FAIRNESS_URL"] = $"http://127.0.0.1:{verdicts}" };
            Add("fairness", new(common) { ["VERDICTS_PORT"] = $"{verdicts}" });
            Add("progression", progressions);
            Add("leaderboard", new(common));
            Add("gateway", gateways);
            foreach (string service in new[] { "fairness", "progression", "leaderboard", "gateway" })
                progressions[$"services__{service}__http__0"] = gateways[$"services__{service}__http__0"] = Of(service, replica).Address.ToString();
        }

        foreach (string service in new[] { "progression", "leaderboard", "gateway" })
        {
            int[] codes = await Task.WhenAll(Enumerable.Range(0, migrations).Select(migration => Of(service, migration % replicas).RunAsync("migrate")));
            Assert.True(codes.All(code => code == 0), Output);
        }

        foreach (ServiceProcess process in All)
            process.Start();
        await AllReadyAsync();
    }

    private void Add(string service, Dictionary<string, string> settings)
    {
        if (!_services.TryGetValue(service, out List<ServiceProcess>? replicas))
            _services.Add(service, replicas = []);
        replicas.Add(new ServiceProcess(service, settings));
    }
}
