using System.Buffers.Binary;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Gateway.Idempotency;

/// <summary>
/// What the gateways of a cluster remember together, in Redis: under <c>liveops:gateway:{request}</c> either a claim, whose it is included, or
/// the answer. A claim whose gateway died ends by itself; sent again then, its events reach the bus twice and have their effects once. The ids of
/// accepted events each gateway remembers for itself.
/// </summary>
internal sealed partial class RedisRequestMemory(RedisStore redis, RequestMemoryOptions options, ILogger<RedisRequestMemory> logger) : IRequestMemory
{
    // The value: u8 state | u128 body | which gateway's claim, or the answer.
    private const byte InFlight = 1, Answered = 2;
    private const int HeadLength = 17;

    private const string ClaimScript = """
        local held = redis.call('GET', KEYS[1])
        if held then return held end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return false
        """;

    private const string ReleaseScript = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
        return false
        """;

    private readonly byte[] _self = Guid.NewGuid().ToByteArray();
    private readonly Lock _gate = new();
    private readonly RecentIds _accepted = new(options.RememberIds, options.MaxIds);
    private readonly EventIds _ids = new();
    private long _lastAcceptedAt;

    public long LastAcceptedAt => Volatile.Read(ref _lastAcceptedAt);

    public async ValueTask<ClaimAnswer> ClaimAsync(IdempotencyKey key)
    {
        RedisResult held = await redis.EvaluateAsync(
            "claim-request", ClaimScript, [KeyOf(key)], [ClaimOf(key), (long)options.ClaimFor.TotalMilliseconds]);
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
        try
        {
            await redis.EvaluateAsync("release-request", ReleaseScript, [KeyOf(key)], [ClaimOf(key)]);
        }
        catch (StoreUnavailableException e)
        {
            Log.NotReleased(logger, options.ClaimFor.TotalSeconds, e.Message);
        }
    }

    public async ValueTask CompleteAsync(IdempotencyKey key, EventBatch batch)
    {
        lock (_gate)
        {
            long acceptedAt = batch.AcceptedAt;
            _accepted.Add(_ids.Of(batch), acceptedAt);
            _lastAcceptedAt = Math.Max(_lastAcceptedAt, acceptedAt + batch.Count);
        }

        try
        {
            Origin.TryRead(batch.Origin, out _, out ReadOnlySpan<byte> answer);
            byte[] value = [.. Head(Answered, key), .. answer];
            await redis.RunAsync("complete-request", database => database.StringSetAsync(KeyOf(key), value, options.RememberAnswers));
        }
        catch (StoreUnavailableException e)
        {
            Log.NotRemembered(logger, e.Message);
        }
    }

    public int MarkKnown(ReadOnlySpan<UInt128> ids, Span<bool> known)
    {
        lock (_gate)
            return _accepted.MarkKnown(ids, known);
    }

    private static RedisKey KeyOf(IdempotencyKey key) => $"liveops:gateway:{{{key.Request:x32}}}";

    private byte[] ClaimOf(IdempotencyKey key) => [.. Head(InFlight, key), .. _self];

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
        [LoggerMessage(LogLevel.Warning, "A request that was not accepted keeps its webhook-id for {Seconds} s: {Reason}.")]
        public static partial void NotReleased(ILogger logger, double seconds, string reason);

        [LoggerMessage(LogLevel.Warning, "An answer is not remembered; sent again, its events are accepted again and have no second effect: {Reason}.")]
        public static partial void NotRemembered(ILogger logger, string reason);
    }
}
