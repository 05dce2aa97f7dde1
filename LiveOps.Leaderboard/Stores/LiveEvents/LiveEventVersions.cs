using LiveOps.Core.Policies;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Stores.LiveEvents;

/// <summary>The versions of the document that were, are and come, each parsed once. One that this program cannot read is left out, unless it is in force.</summary>
#pragma warning disable CA1001 // what it owns holds nothing of the system's
internal sealed partial class LiveEventVersions(IPolicyStore store, ILogger<LiveEventVersions> logger)
{
#pragma warning restore CA1001
    private const int MostParsed = 400;

    private readonly SemaphoreSlim _turn = new(1);
    private Dictionary<(int Number, long MadeAt), LiveEventsPolicy?> _parsed = [];
    private PolicyHistory _history = PolicyHistory.Empty;

    /// <summary>A moment that the store has come to: a clock here may be behind it.</summary>
    public long Latest => store.Latest;

    /// <summary>Whether the document has any version, be it called off.</summary>
    /// <exception cref="Exception">The store cannot be had.</exception>
    public async ValueTask<bool> AnyAsync(CancellationToken cancellation) => (await HistoryAsync(cancellation)).Versions.Length > 0;

    /// <summary>The versions in order of their times.</summary>
    /// <param name="now">The time.</param>
    /// <param name="since">Those that were over by then are left out.</param>
    /// <param name="mostPast">How many of those that came into force by now are asked for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">The one in force cannot be read, or the store cannot be had.</exception>
    public async ValueTask<IReadOnlyList<LiveEventsInForceAt>> ReadAsync(long now, long since, int mostPast, CancellationToken cancellation)
    {
        PolicyVersion[] line = await LineAsync(cancellation);
        await _turn.WaitAsync(cancellation);
        try
        {
            var parsed = new Dictionary<(int, long), LiveEventsPolicy?>();
            var versions = new List<LiveEventsInForceAt>();
            int past = line.Count(version => version.EffectiveAt <= now);
            for (int i = Math.Max(0, past - mostPast); i < line.Length; i++)
            {
                long to = i + 1 < line.Length ? line[i + 1].EffectiveAt : long.MaxValue;
                if (to <= since || to <= line[i].EffectiveAt)
                    continue;
                (int, long) key = (line[i].Number, line[i].MadeAt);
                if (!_parsed.TryGetValue(key, out LiveEventsPolicy? policy))
                    policy = await ParseAsync(line[i], cancellation);
                parsed[key] = policy;
                if (policy is not null)
                    versions.Add(new LiveEventsInForceAt(policy, line[i].EffectiveAt, to));
                else if (line[i].EffectiveAt <= now && now < to)
                    throw new StoreUnavailableException("policies", $"have a version {line[i].Number} that this program cannot read");
            }

            HashSet<(int, long)> kept = [.. line.TakeLast(MostParsed).Select(version => (version.Number, version.MadeAt))];
            foreach (((int, long) key, LiveEventsPolicy? policy) in _parsed)
            {
                if (kept.Contains(key))
                    parsed.TryAdd(key, policy);
            }

            _parsed = parsed;
            return versions;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>From when on the document has a version; <see cref="long.MaxValue"/> for never.</summary>
    public async ValueTask<long> FirstAsync(CancellationToken cancellation) => await LineAsync(cancellation) is [var first, ..] ? first.EffectiveAt : long.MaxValue;

    private async ValueTask<PolicyVersion[]> LineAsync(CancellationToken cancellation) => (await HistoryAsync(cancellation)).Line.ToArray();

    private async ValueTask<PolicyHistory> HistoryAsync(CancellationToken cancellation)
    {
        PolicyHistory history = await store.ReadAsync(Documents.LiveEvents.Name, Volatile.Read(ref _history), cancellation);
        Volatile.Write(ref _history, history);
        return history;
    }

    private async ValueTask<LiveEventsPolicy?> ParseAsync(PolicyVersion version, CancellationToken cancellation)
    {
        try
        {
            return await store.TextAsync(Documents.LiveEvents.Name, version.Number, cancellation) is { } packed ? LiveEventsReader.Read(PolicyText.Unpack(packed)) : null;
        }
        catch (Exception e) when (e is PolicyException or InvalidDataException)
        {
            Log.Unreadable(logger, version.Number, e.Message); // once: what came of it is kept
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Version {Version} of the live events cannot be read by this program, which leaves it out: {Reason}")]
        public static partial void Unreadable(ILogger logger, int version, string reason);
    }
}
