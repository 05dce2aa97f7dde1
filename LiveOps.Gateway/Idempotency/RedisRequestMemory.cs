using System.Buffers.Binary;
using System.Diagnostics;
using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Gateway.Idempotency;

/// <summary>
/// What the gateways of a cluster remember together, in Redis: under <c>liveops:gateway:{request}</c> either a claim, whose it is included, or
/// the answer. A claim whose gateway died ends by itself; sent again then, its events reach the bus twice and have their effects once. The ids of
/// accepted events each gateway remembers for itself.
/// <para>What Redis did not answer is not left to chance: a claim that comes to it too late claims nothing (<see cref="TimelyScript"/>), and one whose
/// answer was lost is taken back as soon as Redis can be had. Giving up and completing are insisted on likewise, for as long as a claim lasts.</para>
/// </summary>
internal sealed partial class RedisRequestMemory(RedisStore redis, RequestMemoryOptions options, ILogger<RedisRequestMemory> logger) : IRequestMemory
{
    // The value: u8 state | u128 body | which gateway's claim and at which attempt, or the answer.
    private const byte InFlight = 1, Answered = 2;
    private const int HeadLength = 17;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private static readonly TimelyScript ClaimScript = new("""
        local held = redis.call('GET', KEYS[1])
        if held then return held end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return false
        """);

    private const string ReleaseScript = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
        return false
        """;

    private readonly byte[] _self = Guid.NewGuid().ToByteArray();
    private readonly Lock _gate = new();
    private readonly AcceptedEvents _accepted = new(options);
    private long _lastAcceptedAt;

    public long LastAcceptedAt => Volatile.Read(ref _lastAcceptedAt);

    public async ValueTask<ClaimAnswer> ClaimAsync(IdempotencyKey key)
    {
        RedisResult held;
        try
        {
            held = await redis.EvaluateInTimeAsync("claim-request", ClaimScript, [KeyOf(key)], [ClaimOf(key), (long)options.ClaimFor.TotalMilliseconds, default]);
        }
        catch (StoreUnavailableException e) when (e.MayBeDone)
        {
            _ = InsistAsync(() => TryReleaseAsync(key));
            throw;
        }

        if (held.IsNull)
            return new ClaimAnswer(Claim.New);
        byte[] value = (byte[])held!;
        if (value.Length < HeadLength || BodyOf(value) != key.Body)
            return new ClaimAnswer(Claim.OtherBody);
        if (value[0] != Answered)
            return new ClaimAnswer(Claim.InFlight);
        return new ClaimAnswer(Claim.Answered, value.Length == HeadLength ? null : value[HeadLength..]);
    }

    public async ValueTask ReleaseAsync(IdempotencyKey key)
    {
        if (!await TryReleaseAsync(key))
            _ = InsistAsync(() => TryReleaseAsync(key));
    }

    public async ValueTask CompleteAsync(IdempotencyKey key, EventBatch batch)
    {
        lock (_gate)
        {
            long acceptedAt = batch.AcceptedAt;
            _accepted.Add(batch);
            _lastAcceptedAt = Math.Max(_lastAcceptedAt, acceptedAt + batch.Count);
        }

        Origin.TryRead(batch.Origin, out _, out ReadOnlySpan<byte> answer); // the batch's buffer is not ours for later
        byte[] value = [.. Head(Answered, key), .. answer];
        if (!await TryCompleteAsync(key, value))
            _ = InsistAsync(() => TryCompleteAsync(key, value));
    }

    public int MarkKnown(EventBatch events, ReadOnlySpan<UInt128> hashes, Span<bool> known)
    {
        lock (_gate)
            return _accepted.MarkKnown(events, hashes, known);
    }

    public bool SaidOther(UInt128 hash, ushort content) => _accepted.SaidOther(hash, content);

    private async Task<bool> TryReleaseAsync(IdempotencyKey key)
    {
        try
        {
            await redis.EvaluateAsync("release-request", ReleaseScript, [KeyOf(key)], [ClaimOf(key)]);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task<bool> TryCompleteAsync(IdempotencyKey key, byte[] value)
    {
        try
        {
            await redis.RunAsync("complete-request", database => database.StringSetAsync(KeyOf(key), value, options.RememberAnswers));
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    // Real time, as Redis's: until the claim, if there is one, has ended by itself.
    private async Task InsistAsync(Func<Task<bool>> attempt)
    {
        long start = Stopwatch.GetTimestamp();
        do
            await Task.Delay(Between);
        while (!await attempt() && Stopwatch.GetElapsedTime(start) < options.ClaimFor);
        if (Stopwatch.GetElapsedTime(start) >= options.ClaimFor)
            Log.GivenUp(logger, options.ClaimFor.TotalSeconds);
    }

    private static RedisKey KeyOf(IdempotencyKey key) => $"liveops:gateway:{{{key.Request:x32}}}";

    private byte[] ClaimOf(IdempotencyKey key) => [.. Head(InFlight, key), .. _self, .. BitConverter.GetBytes(key.Attempt)];

    private static byte[] Head(byte state, IdempotencyKey key)
    {
        byte[] head = new byte[HeadLength];
        head[0] = state;
        BinaryPrimitives.WriteUInt128LittleEndian(head.AsSpan(1), key.Body);
        return head;
    }

    private static UInt128 BodyOf(byte[] value) => BinaryPrimitives.ReadUInt128LittleEndian(value.AsSpan(1));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis could not be told for {Seconds} s what became of a request. Sent again, its events are accepted again and have no second effect.")]
        public static partial void GivenUp(ILogger logger, double seconds);
    }
}
