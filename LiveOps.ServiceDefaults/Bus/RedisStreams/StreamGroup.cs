using System.Globalization;
using LiveOps.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>One consumer's group on one stream, as one replica of it: the commands, nothing of when.</summary>
internal sealed class StreamGroup(RedisStore store, StreamKeys keys, string group, string replica, IReadOnlyList<string> groups)
{
    /// <summary>Where claiming begins, and ends.</summary>
    public const string ClaimFromStart = "0-0";

    private const string FromStart = "0";

    /// <summary>Which stream.</summary>
    public StreamKeys Keys => keys;

    /// <summary>Makes the stream, and every group that must be there, where they are missing: each from the first message still kept.</summary>
    public Task CreateAsync() => Task.WhenAll(groups.Append(group).Distinct().Select(async name =>
    {
        try
        {
            await store.RunAsync("bus_create", database => database.ExecuteAsync("XGROUP", "CREATE", keys.Stream, name, FromStart, "MKSTREAM"));
        }
        catch (RedisServerException e) when (e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It is there.
        }
    }));

    /// <summary>Whether the error says that the group, or the stream, is gone: Redis was flushed, or came back without its file.</summary>
    public static bool IsGone(RedisServerException e) =>
        e.Message.StartsWith("NOGROUP", StringComparison.Ordinal) || e.Message.StartsWith("UNBLOCKED", StringComparison.Ordinal)
        || e.Message.Contains("no such key", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes messages that no replica was given yet.</summary>
    /// <param name="waiting">A connection that may be kept waiting; null not to wait.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="wait">How long to wait for the first.</param>
    public async Task<List<StreamEntry>> ReadNewAsync(RedisStore? waiting, int count, TimeSpan wait)
    {
        object[] how = waiting is null ? [] : ["BLOCK", Math.Max(1, Milliseconds(wait))]; // 0 would be for ever
        object[] command = ["GROUP", group, replica, "COUNT", count, .. how, "STREAMS", keys.Stream, ">"];
        return OfStream(await (waiting ?? store).RunAsync("bus_read", database => database.ExecuteAsync("XREADGROUP", command)));
    }

    /// <summary>What this replica was given behind an id and did not settle: answers that were lost on the way are among it.</summary>
    public async Task<List<StreamEntry>> ReadOwnAsync(int count, string after) => OfStream(await store.RunAsync(
        "bus_read", database => database.ExecuteAsync("XREADGROUP", "GROUP", group, replica, "COUNT", count, "STREAMS", keys.Stream, after)));

    /// <summary>Takes over what other replicas were given and have not settled for so long, each with how often it was given to anybody.</summary>
    /// <param name="idle">How long.</param>
    /// <param name="from">Where to look from: <see cref="ClaimFromStart"/>, or the answer of the call before.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>Them, and where to look on from; <see cref="ClaimFromStart"/> when all was looked through.</returns>
    public async Task<(List<(StreamEntry Entry, int Deliveries)> Claimed, string Next)> ClaimAsync(TimeSpan idle, string from, int count)
    {
        var reply = (RedisResult[])(await store.RunAsync("bus_claim", database => database.ExecuteAsync(
            "XAUTOCLAIM", keys.Stream, group, replica, Milliseconds(idle), from, "COUNT", count)))!;
        string next = (string)reply[0]!;
        List<StreamEntry> entries = StreamEntry.Read(reply[1]);
        if (entries.Count == 0)
            return ([], next);
        var pending = (RedisResult[])(await store.RunAsync("bus_claim", database => database.ExecuteAsync(
            "XPENDING", keys.Stream, group, entries[0].Id, entries[^1].Id, int.MaxValue, replica)))!;
        Dictionary<string, int> deliveries = pending.Select(one => (RedisResult[])one!).ToDictionary(one => (string)one[0]!, one => (int)one[3]);
        return ([.. entries.Select(entry => (entry, deliveries.GetValueOrDefault(entry.Id, 1)))], next);
    }

    /// <summary>Says of messages that this replica is still at them, so that no other takes them over.</summary>
    public Task KeepAsync(IReadOnlyCollection<string> ids) => ClaimOwnAsync(ids, "JUSTID");

    /// <summary>Notes how often a message was given to anybody.</summary>
    public Task CountAsync(string id, int deliveries) => ClaimOwnAsync([id], "RETRYCOUNT", deliveries, "JUSTID");

    /// <summary>Leaves messages to whichever replica looks first.</summary>
    public Task LeaveAsync(IReadOnlyCollection<string> ids, TimeSpan idle) => ClaimOwnAsync(ids, "IDLE", Milliseconds(idle) + 1, "JUSTID");

    /// <summary>Says of messages that they had their effect, or are dead letters.</summary>
    public Task AcknowledgeAsync(IReadOnlyCollection<string> ids) =>
        store.RunAsync("bus_ack", database => database.ExecuteAsync("XACK", [keys.Stream, group, .. ids]));

    /// <summary>Trims the stream; how many events this consumer is behind.</summary>
    /// <param name="historyBytes">How much is kept of what nobody needs any more.</param>
    public async Task<double> SurveyAsync(long historyBytes = 0)
    {
        RedisValue[] values = [group, historyBytes, .. groups.Select(name => (RedisValue)name)];
        var reply = (RedisResult[])(await store.EvaluateAsync("bus_survey", StreamScripts.Survey, [keys.Stream, keys.Totals], values))!;
        return double.Parse((string)reply[0]!, CultureInfo.InvariantCulture);
    }

    /// <summary>Forgets replicas that ended and left nothing.</summary>
    /// <param name="idle">How long they gave no sign of life at least.</param>
    public Task SweepAsync(TimeSpan idle) => SweepAsync(idle, "");

    /// <summary>Forgets this replica, when nothing is pending for it.</summary>
    public Task ForgetSelfAsync() => SweepAsync(TimeSpan.MaxValue, replica);

    private Task<RedisResult> SweepAsync(TimeSpan idle, string gone) =>
        store.EvaluateAsync("bus_sweep", StreamScripts.Sweep, [keys.Stream], [group, Milliseconds(idle), gone]);

    private Task<RedisResult> ClaimOwnAsync(IReadOnlyCollection<string> ids, params object[] how) =>
        store.RunAsync("bus_claim", database => database.ExecuteAsync("XCLAIM", [keys.Stream, group, replica, 0, .. ids, .. how]));

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static List<StreamEntry> OfStream(RedisResult reply) =>
        reply.IsNull ? [] : StreamEntry.Read(((RedisResult[])((RedisResult[])reply!)[0]!)[1]);
}
