using System.Collections.Concurrent;
using System.Diagnostics;
using LiveOps.Bench.Load;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Cluster;

/// <summary>
/// The whole system as it runs in a cluster, on this machine: two Redis, a database and the four services, each a process of its own. The
/// bus's Redis forces every write to the disk, as docs/settings.md asks; the other, which may be lost, keeps nothing; the database forces each commit.
/// </summary>
internal sealed class ClusterSystem : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Services = ["fairness", "progression", "leaderboard", "gateway"];

    private const int Partitions = 1, LinesKept = 10;

    private readonly RedisServer _bus, _redis;
    private readonly DatabaseServer _database;
    private readonly string _policies = Directory.CreateTempSubdirectory("liveops-bench-").FullName;
    private readonly Dictionary<string, Process> _processes = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lastLines = [];
    private readonly Dictionary<string, int> _ports = Services.ToDictionary(name => name, _ => LocalProgram.FreePort());

    private readonly int _verdicts = LocalProgram.FreePort();

    /// <param name="database">Of which kind: one of <see cref="DatabaseServer.Kinds"/>.</param>
    public ClusterSystem(string database)
    {
        try
        {
            _bus = new("--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction");
            _redis = new("--appendonly", "no");
            _database = DatabaseServer.Start(database);
            BenchPolicies.WriteTo(_policies);
            StartServices(database);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public DatabaseServer Database => _database;

    /// <summary>The Redis of ranks, and of all else that may be lost.</summary>
    public RedisServer Redis => _redis;

    /// <summary>What each service said last, for when something failed.</summary>
    public string LastLines() =>
        string.Join('\n', _lastLines.SelectMany(service => service.Value.Select(line => $"{service.Key}: {line}")));

    private void StartServices(string database)
    {
        Dictionary<string, string> environment = new()
        {
            ["BUS_KIND"] = "redis",
            ["REDIS_URL"] = $"redis://127.0.0.1:{_redis.Port}",
            ["BUS_REDIS_URL"] = $"redis://127.0.0.1:{_bus.Port}",
            ["BUS_DURABILITY"] = "required",
            ["BUS_PARTITIONS"] = $"{Partitions}",
            ["DB_KIND"] = database,
            ["ConnectionStrings__progression"] = _database.CreateDatabase("progression"),
            ["ConnectionStrings__leaderboard"] = _database.CreateDatabase("leaderboard"),
            ["HMAC_SECRET"] = PresignedRequests.Secret,
            ["RECEIPT_SECRET"] = PresignedRequests.Secret,
            ["POLICY_DIR"] = _policies,
            ["LOG_LEVEL"] = "Warning",
            ["FAIRNESS_TIMEOUT_MS"] = "5000", // everything shares two cores: a busy moment is waited for
            ["DOTNET_gcServer"] = "0", // else each of the four makes a heap for every core
            ["DOTNET_TieredPGO"] = "0", // counting calls to optimise by them costs more than a run of a minute gets back
            ["OPERATOR_TOKEN"] = PresignedRequests.Secret,
            ["VERDICTS_PORT"] = $"{_verdicts}",
            ["FAIRNESS_URL"] = $"http://127.0.0.1:{_verdicts}",
        };
        foreach (string name in Services)
            environment[$"services__{name}__http__0"] = Address(name).ToString();
        foreach (string name in new[] { "progression", "leaderboard" })
            LocalProgram.Run(null, "dotnet", environment, Program(name), "migrate");
        foreach (string name in Services)
            _processes[name] = LocalProgram.Start(null, "dotnet", [.. environment, new("ASPNETCORE_URLS", Address(name).ToString())], line => Keep(name, line), Program(name));
    }

    public Uri Address(string service) => new($"http://127.0.0.1:{_ports[service]}");

    public int Port(string service) => _ports[service];

    /// <summary>Waits until every service says that it is ready.</summary>
    public async Task WaitUntilReadyAsync(HttpClient http)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (string name in Services)
        {
            while (!await IsReadyAsync(http, name))
            {
                if (_processes[name].HasExited || Stopwatch.GetElapsedTime(start) > Patience)
                    throw new InvalidOperationException($"{name} did not get ready");
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Waits until every consumer has applied all that was published.</summary>
    public async Task WaitUntilAppliedAsync()
    {
        long start = Stopwatch.GetTimestamp();
        while (!Enumerable.Range(0, Partitions).All(partition => _bus.IsRead($"liveops:bus:{{{partition}}}", Services.Length - 1)))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new TimeoutException("the consumers did not catch up");
            await Task.Delay(10);
        }
    }

    /// <summary>Processor time of each process so far.</summary>
    public Dictionary<string, TimeSpan> Times()
    {
        Dictionary<string, TimeSpan> times = _processes.ToDictionary(process => process.Key, process => ProcessTimes.OfTree(process.Value.Id));
        times["Redis: bus"] = ProcessTimes.OfTree(_bus.Id);
        times["Redis: ranks and ids"] = ProcessTimes.OfTree(_redis.Id);
        times[_database.Name] = ProcessTimes.OfTree(_database.Id);
        return times;
    }

    public void Dispose()
    {
        foreach (Process process in _processes.Values)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        // The constructor may have failed before it had all of them.
        _database?.Dispose();
        _redis?.Dispose();
        _bus?.Dispose();
        Directory.Delete(_policies, recursive: true);
    }

    private async Task<bool> IsReadyAsync(HttpClient http, string service)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(Address(service), "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string service, string line)
    {
        ConcurrentQueue<string> lines = _lastLines.GetOrAdd(service, _ => new ConcurrentQueue<string>());
        lines.Enqueue(line);
        if (lines.Count > LinesKept)
            lines.TryDequeue(out _);
    }

    private static string Program(string service) =>
        Path.Combine(AppContext.BaseDirectory, $"LiveOps.{char.ToUpperInvariant(service[0])}{service[1..]}.dll");
}
