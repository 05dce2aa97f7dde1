using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>
/// Whether the bus's Redis is there, new enough, and keeps what it is told: a 202 is worth as much as <c>appendonly yes</c> and
/// <c>appendfsync always</c>, and an eviction policy that may evict streams is worth nothing. What is amiss is logged, and with
/// <c>BUS_DURABILITY=required</c> nothing is published.
/// </summary>
internal sealed partial class ServerCheck(RedisStore store, RedisStreamsSettings settings, RedisMemory memory, TimeProvider clock, ILogger<ServerCheck> logger) : IHealthCheck
{
    /// <summary>The readiness check's name.</summary>
    public const string Name = "bus";

    private static readonly Version OldestVersion = new(7, 0);

    private string? _told;
    private long _askedAt;
    private volatile string? _objection;
    private volatile bool _asked;

    /// <summary>Why nothing may be published; null when it may.</summary>
    public ValueTask<string?> ObjectionAsync() =>
        !settings.RequireDurable || (_asked && clock.GetElapsedTime(Volatile.Read(ref _askedAt)) < ServerFacts.Fresh) ? new(_objection) : new(AskAsync());

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await AskAsync() is { } objection ? HealthCheckResult.Unhealthy(objection) : HealthCheckResult.Healthy();

    private async Task<string?> AskAsync()
    {
        try
        {
            ServerFacts facts = await ServerFacts.AskAsync(store, "bus_info");
            memory.Tell(Name, facts);
            string? unfit = facts.Refusal is { } refusal ? $"the bus's Redis {refusal}" :
                facts.Version < OldestVersion ? $"the bus needs Redis {OldestVersion} or newer, this is {facts.Version}" :
                null;
            string? weakness =
                facts.WritesAll == false ? "the bus's Redis does not write what it is told (appendonly no): a crash of it loses events that were accepted" :
                facts.Fsync is not (null or "always") ? $"the bus's Redis forces its file only now and then (appendfsync {facts.Fsync}): a crash of its machine loses events that were accepted" :
                facts.Eviction?.StartsWith("allkeys", StringComparison.Ordinal) == true ? $"the bus's Redis may evict events that were accepted (maxmemory-policy {facts.Eviction})" :
                null;
            Tell(unfit ?? weakness);
            _objection = unfit ?? (settings.RequireDurable ? weakness : null);
            Volatile.Write(ref _askedAt, clock.GetTimestamp());
            _asked = true;
            return _objection;
        }
        catch (StoreUnavailableException e)
        {
            _asked = false;
            memory.Forget(Name);
            return e.Message;
        }
    }

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
