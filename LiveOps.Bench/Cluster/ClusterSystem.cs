using LiveOps.Bench.Load;
using LiveOps.Bench.Servers;
using LiveOps.LocalServers;
using LiveOps.LocalServers.Sql;

namespace LiveOps.Bench.Cluster;

/// <summary>
/// The whole system as it runs in a cluster, on this machine: two Redis, a database and the four services, each a process of its own. The
/// bus's Redis forces every write to the disk, as docs/settings.md asks; the other, which may be lost, keeps nothing; the database forces each commit.
/// </summary>
internal sealed class ClusterSystem : IAsyncDisposable
{
    private static readonly string[] Services = ["fairness", "progression", "leaderboard", "gateway"];

    private const int Partitions = 1;

    private readonly TempFolder _policies = new();
    private readonly RedisServer _bus;
    private readonly SqlServer _sql;
    private readonly Dictionary<string, ServiceProcess> _services = [];

    private ClusterSystem(RedisServer bus, RedisServer redis, SqlServer sql) => (_bus, Redis, _sql) = (bus, redis, sql);

    /// <summary>The Redis of ranks, and of all else that may be lost.</summary>
    public RedisServer Redis { get; }

    /// <summary>The leaderboard's database.</summary>
    public SqlTestDatabase Boards { get; private set; } = null!;

    /// <summary>What its database server is called.</summary>
    public string DatabaseName => Databases.Name(_sql.Kind);

    /// <summary>Starts everything; the services get ready by themselves.</summary>
    /// <param name="database">Of which kind: one of <see cref="Databases.Kinds"/>.</param>
    public static async Task<ClusterSystem> StartAsync(string database)
    {
        RedisServer bus = await RedisServer.StartAsync(appendOnly: true, "--maxmemory-policy", "noeviction"), redis = await RedisServer.StartAsync();
        var system = new ClusterSystem(bus, redis, await SqlServer.StartMeasuredAsync(Databases.Kind(database)));
        try
        {
            BenchPolicies.WriteTo(system._policies.Path);
            await system.StartServicesAsync();
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the services said, for when something failed.</summary>
    public string Output() => string.Join('\n', _services.Values.Select(service => service.Output));

    private async Task StartServicesAsync()
    {
        int verdicts = ServerProgram.FreePort();
        SqlTestDatabase progress = await _sql.CreateDatabaseAsync();
        Boards = await _sql.CreateDatabaseAsync();
        Dictionary<string, string> environment = new()
        {
            ["BUS_KIND"] = "redis",
            ["REDIS_URL"] = Redis.Url,
            ["BUS_REDIS_URL"] = _bus.Url,
            ["BUS_DURABILITY"] = "required",
            ["BUS_PARTITIONS"] = $"{Partitions}",
            ["HMAC_SECRET"] = PresignedRequests.Secret,
            ["RECEIPT_SECRET"] = PresignedRequests.Secret,
            ["POLICY_DIR"] = _policies.Path,
            ["LOG_LEVEL"] = "Warning",
            ["FAIRNESS_TIMEOUT_MS"] = "5000", // everything shares two cores: a busy moment is waited for
            ["DOTNET_gcServer"] = "0", // else each of the four makes a heap for every core
            ["DOTNET_TieredPGO"] = "0", // counting calls to optimise by them costs more than a run of a minute gets back
            ["OPERATOR_TOKEN"] = PresignedRequests.Secret,
            ["VERDICTS_PORT"] = $"{verdicts}",
            ["FAIRNESS_URL"] = $"http://127.0.0.1:{verdicts}",
        };
        foreach ((string name, string value) in progress.Settings("progression").Concat(Boards.Settings("leaderboard")))
            environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        foreach (string name in Services)
        {
            _services[name] = new ServiceProcess(name, environment);
            environment[$"services__{name}__http__0"] = Address(name).ToString(); // all share it, and none has begun
        }

        foreach (string name in new[] { "progression", "leaderboard" })
        {
            if (await _services[name].RunAsync("migrate") != 0)
                throw new InvalidOperationException(Output());
        }

        foreach (ServiceProcess service in _services.Values)
            service.Start();
    }

    public Uri Address(string service) => _services[service].Address;

    public int Port(string service) => Address(service).Port;

    /// <summary>Waits until every service says that it is ready.</summary>
    public Task WaitUntilReadyAsync() => Task.WhenAll(_services.Values.Select(service => service.ReadyAsync()));

    /// <summary>Waits until every consumer has applied all that was published.</summary>
    public async Task WaitUntilAppliedAsync()
    {
        var patience = new Patience();
        while (!await AreReadAsync())
        {
            if (patience.IsOver)
                throw new TimeoutException("the consumers did not catch up");
            await Task.Delay(10);
        }
    }

    /// <summary>Processor time of each process so far.</summary>
    public Dictionary<string, TimeSpan> Times()
    {
        Dictionary<string, TimeSpan> times = _services.ToDictionary(service => service.Key, service => ProcessTimes.OfTree(service.Value.Id));
        times["Redis: bus"] = ProcessTimes.OfTree(_bus.Id);
        times["Redis: ranks and ids"] = ProcessTimes.OfTree(Redis.Id);
        times[DatabaseName] = ProcessTimes.OfTree(_sql.Id);
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProcess service in _services.Values)
            service.Dispose();
        await _sql.DisposeAsync();
        await Redis.DisposeAsync();
        await _bus.DisposeAsync();
        _policies.Dispose();
    }

    private async Task<bool> AreReadAsync()
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            if (!await BusProgress.IsReadAsync(_bus, $"liveops:bus:{{{partition}}}", Services.Length - 1))
                return false;
        }

        return true;
    }
}
