using System.Globalization;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>A consumer's dead letters: a stream of their own, from which a replay goes to a stream that only this consumer reads.</summary>
internal sealed class StreamLetters(RedisStore store, string consumer, TimeProvider clock) : IDeadLetters
{
    private const int MaxLetters = 100_000;
    private const string Oldest = "-";

    private readonly RedisKey _letters = StreamKeys.Letters(consumer);
    private readonly RedisKey _replays = StreamKeys.OfReplays(consumer).Stream;

    /// <summary>Sets a message aside.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">The last error, in one line.</param>
    /// <param name="deliveries">How often it was given.</param>
    /// <exception cref="BusUnavailableException">It is not set aside, or Redis does not say so.</exception>
    public Task AddAsync(BusMessage message, string reason, int deliveries) => RunAsync(() => store.EvaluateInTimeAsync(
        "bus_set_aside",
        StreamScripts.SetAside,
        [_letters],
        [MaxLetters, "k", (int)message.Kind, "r", reason, "a", clock.GetUtcNow().UtcTicks, "d", deliveries, "p", message.Payload.ToArray(), default]));

    /// <summary>How many there are.</summary>
    /// <exception cref="StoreUnavailableException">Redis cannot be had.</exception>
    public Task<long> CountAsync() => store.RunAsync("bus_letters", database => database.StreamLengthAsync(_letters));

    /// <summary>As Redis names entries, <c>&lt;milliseconds&gt;-&lt;sequence&gt;</c>.</summary>
    /// <inheritdoc/>
    public bool IsId(string id) => id.Split('-') is [var time, var sequence]
        && ulong.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && ulong.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string? after, int limit, CancellationToken cancellation = default)
    {
        string from = after is not null && IsId(after) ? "(" + after : Oldest;
        return Read(await RunAsync(() => store.EvaluateAsync("bus_letters", StreamScripts.ListLetters, [_letters], [from, limit])));
    }

    /// <inheritdoc/>
    public async Task<DeadLetter?> FindAsync(string id, CancellationToken cancellation = default) => !IsId(id) ? null :
        Read(await RunAsync(() => store.RunAsync("bus_letters", database => database.ExecuteAsync("XRANGE", _letters, id, id)))).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<bool> ReplayAsync(string id, CancellationToken cancellation = default) =>
        IsId(id) && (int)await RunAsync(() => store.EvaluateInTimeAsync("bus_replay", StreamScripts.Replay, [_letters, _replays], [id, default])) == 1;

    /// <inheritdoc/>
    public async Task<bool> DiscardAsync(string id, CancellationToken cancellation = default) =>
        IsId(id) && (int)await RunAsync(() => store.EvaluateInTimeAsync("bus_discard", StreamScripts.Discard, [_letters], [id, default])) == 1;

    private static async Task<RedisResult> RunAsync(Func<Task<RedisResult>> command)
    {
        try
        {
            return await command();
        }
        catch (StoreUnavailableException e)
        {
            throw new BusUnavailableException("dead letters cannot be had: " + e.Message, e);
        }
        catch (RedisServerException e) when (e.Message.Contains(StreamScripts.Full, StringComparison.Ordinal))
        {
            throw new BusUnavailableException(string.Create(CultureInfo.InvariantCulture, $"there are {MaxLetters} dead letters already"), e);
        }
    }

    private List<DeadLetter> Read(RedisResult letters) => [.. ((RedisResult[])letters!).Select(letter => Read((RedisResult[])letter!))];

    private DeadLetter Read(RedisResult[] letter)
    {
        var fields = (RedisResult[])letter[1]!;
        var values = new Dictionary<string, RedisResult>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < fields.Length; i += 2)
            values[(string)fields[i]!] = fields[i + 1];
        return new DeadLetter(
            (string)letter[0]!,
            consumer,
            (string)values["r"]!,
            new DateTimeOffset((long)values["a"], TimeSpan.Zero),
            (int)values["d"],
            (BusMessageKind)(int)values["k"],
            (byte[])values["p"]!);
    }
}
