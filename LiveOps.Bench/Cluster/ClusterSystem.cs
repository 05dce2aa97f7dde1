using System.Diagnostics;
using LiveOps.Bench.Load;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Cluster;

/// <summary>
/// The whole system as it runs in a cluster, on this machine: Redis, PostgreSQL and the four services, each a process of its own. Redis appends
/// to its file and forces it every second, as the documentation of the bus asks at the least; PostgreSQL forces each commit.
/// </summary>
internal sealed class ClusterSystem : IDisposable
{
    private static readonly string[] Services = ["fairness", "progression", "leaderboard", "gateway"];

    private readonly RedisServer _redis = new("--appendonly", "yes", "--appendfsync", "everysec");
    private readonly PostgresServer _postgres = new();
    private readonly string _policies = Directory.CreateTempSubdirectory("liveops-bench-").FullName;
    private readonly Dictionary<string, Process> _processes = [];
    private readonly Dictionary<string, int> _ports = Services.ToDictionary(name => name, _ => LocalProgram.FreePort());

    public ClusterSystem()
    {
        BenchPolicies.WriteTo(_policies);
        Dictionary<string, string> environment = new()
        {
            ["BUS_KIND"] = "redis",
            ["REDIS_URL"] = $"redis://127.0.0.1:{_redis.Port}",
            ["DB_KIND"] = "postgres",
            ["ConnectionStrings__progression"] = _postgres.CreateDatabase("progression"),
            ["ConnectionStrings__leaderboard"] = _postgres.CreateDatabase("leaderboard"),
            ["HMAC_SECRET"] = PresignedRequests.Secret,
            ["RECEIPT_SECRET"] = PresignedRequests.Secret,
            ["POLICY_DIR"] = _policies,
            ["LOG_LEVEL"] = "Warning",
            ["FAIRNESS_URL"] = Address("fairness").ToString(),
        };
        foreach (string name in Services)
            environment[$"services__{name}__http__0"] = Address(name).ToString();
        foreach (string name in new[] { "progression", "leaderboard" })
            LocalProgram.Run(null, "dotnet", environment, Program(name), "migrate");
        foreach (string name in Services)
            _processes[name] = LocalProgram.Start(null, "dotnet", [.. environment, new("ASPNETCORE_URLS", Address(name).ToString())], Program(name));
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
                if (_processes[name].HasExited || Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(60))
                    throw new InvalidOperationException($"{name} did not get ready");
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Processor time of each process so far.</summary>
    public Dictionary<string, TimeSpan> Times()
    {
        Dictionary<string, TimeSpan> times = _processes.ToDictionary(process => process.Key, process => ProcessTimes.OfTree(process.Value.Id));
        times["Redis"] = ProcessTimes.OfTree(_redis.Id);
        times["PostgreSQL"] = ProcessTimes.OfTree(_postgres.Id);
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

        _postgres.Dispose();
        _redis.Dispose();
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

    private static string Program(string service) =>
        Path.Combine(AppContext.BaseDirectory, $"LiveOps.{char.ToUpperInvariant(service[0])}{service[1..]}.dll");
}
