using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// Forgets what need not be remembered any longer, in small chunks, so that no transaction is long and no replica waits for another:
/// ids of events after <c>DEDUPE_HOURS</c>, erasures too, requests of claims once they are stale by any clock; and, unless a nightly job does, jobs of grants.
/// </summary>
internal sealed partial class SqlUpkeep(
    SqlDatabase<ProgressContext> database, DedupeSettings dedupe, IConfiguration configuration, GrantJobRetention grants, TimeProvider clock, ILogger<SqlUpkeep> logger) : BackgroundService
{
    /// <summary>The time between two rounds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The most rows of one transaction.</summary>
    public const int Chunk = 2_000;

    // A signature holds for 300 s on either side of now.
    private static readonly TimeSpan RememberRequests = TimeSpan.FromSeconds(660);

    private readonly bool _isOfAJob = configuration.IsRetentionOfAJob();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunLaterAsync(Interval, clock, _ => TryAsync(stoppingToken), stoppingToken);

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow(), forgotten = now - dedupe.Remember;
        await ForgetAsync("forget_ids", forgotten.ToUnixTimeSeconds() / 3600, cancellation);
        await ForgetAsync("forget_erasures", Ticks(forgotten), cancellation);
        await ForgetAsync("forget_requests", Ticks(now - RememberRequests), cancellation);
        if (!_isOfAJob)
            await grants.ForgetAsync(cancellation);
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await RunAsync(cancellation);
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            Log.Delayed(logger, e.Message);
        }
    }

    private async Task ForgetAsync(string statement, long before, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteNumber("before"u8, before);
            json.WriteNumber("limit"u8, Chunk);
        });
        while (await database.TransactAsync(statement, unit => unit.ExecuteAsync((statement, batch)), cancellation) == Chunk)
        {
        }
    }

    private static long Ticks(DateTimeOffset time) => time.Ticks - DateTime.UnixEpoch.Ticks;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Old ids are forgotten later: {Reason}.")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
