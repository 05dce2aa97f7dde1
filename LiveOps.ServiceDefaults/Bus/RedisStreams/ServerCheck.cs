using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>
/// Whether the bus's Redis is there, new enough, and keeps what it is told: a 202 is worth as much as <c>appendonly yes</c> and
/// <c>appendfsync always</c>, and an eviction policy that may evict streams is worth nothing. What is amiss is logged, and with
/// <c>BUS_DURABILITY=required</c> nothing is published.
/// </summary>
internal sealed partial class ServerCheck(RedisStore store, RedisStreamsSettings settings, TimeProvider clock, ILogger<ServerCheck> logger) : IHealthCheck
{
    /// <summary>The readiness check's name.</summary>
    public const string Name = "bus";

    // A server that was restarted may be another one.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly Version OldestVersion = new(7, 0);

    private string? _told;
    private long _askedAt;
    private volatile string? _objection;
    private volatile bool _asked;

    /// <summary>Why nothing may be published; null when it may.</summary>
    public ValueTask<string?> ObjectionAsync() =>
        !settings.RequireDurable || (_asked && clock.GetElapsedTime(Volatile.Read(ref _askedAt)) < Fresh) ? new(_objection) : new(AskAsync());

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await AskAsync() is { } objection ? HealthCheckResult.Unhealthy(objection) : HealthCheckResult.Healthy();

    private async Task<string?> AskAsync()
    {
        try
        {
            string server = await InfoAsync("server");
            string persistence = await InfoAsync("persistence");
            string? fsync = await SettingAsync("appendfsync"), eviction = await SettingAsync("maxmemory-policy");
            string? tooOld = Version.TryParse(Field(server, "redis_version"), out Version? version) && version < OldestVersion
                ? $"the bus needs Redis {OldestVersion} or newer, this is {version}" : null;
            string? weakness =
                Field(persistence, "aof_enabled") != "1" ? "the bus's Redis does not write what it is told (appendonly no): a crash of it loses events that were accepted" :
                fsync is not (null or "always") ? $"the bus's Redis forces its file only now and then (appendfsync {fsync}): a crash of its machine loses events that were accepted" :
                eviction?.StartsWith("allkeys", StringComparison.Ordinal) == true ? $"the bus's Redis may evict events that were accepted (maxmemory-policy {eviction})" :
                null;
            Tell(tooOld ?? weakness);
            _objection = tooOld ?? (settings.RequireDurable ? weakness : null);
            Volatile.Write(ref _askedAt, clock.GetTimestamp());
            _asked = true;
            return _objection;
        }
        catch (StoreUnavailableException e)
        {
            _asked = false;
            return e.Message;
        }
    }

    private async Task<string> InfoAsync(string section) =>
        (string?)await store.RunAsync("bus_info", database => database.ExecuteAsync("INFO", section)) ?? "";

    // Null where the server does not say: managed ones forbid CONFIG.
    private async Task<string?> SettingAsync(string name)
    {
        try
        {
            var reply = (RedisResult[]?)await store.RunAsync("bus_info", database => database.ExecuteAsync("CONFIG", "GET", name));
            return reply is { Length: 2 } ? (string?)reply[1] : null;
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private static string? Field(string info, string name) =>
        info.Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim();

    private void Tell(string? weakness)
    {
        if (weakness is not null && Interlocked.Exchange(ref _told, weakness) != weakness)
            Log.Weak(logger, weakness);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A 202 promises less than it should: {Weakness}.")]
        public static partial void Weak(ILogger logger, string weakness);
    }
}
