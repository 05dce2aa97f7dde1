using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Signing;

/// <summary>
/// The epochs of players in Redis, for all replicas: <c>liveops:player-keys:{&lt;player&gt;}</c>, the player as 128 bits of the id's hash in base64url, holds when their keys were revoked, in
/// Unix milliseconds.
/// <list type="number">
/// <item>It never expires, and outlives the player: keys that were made later are derived with it, and new ones are made as long as there is the player. That is some hundred bytes of Redis
/// for each player who was ever revoked or erased, and for nobody else.</item>
/// <item>What is asked for is remembered for <see cref="IPlayerEpochs.Freshness"/>, of 2 × 8,192 players whose key signed something, and apart from those of as many whose name was only
/// said: however many names are made up, no player who is there has to be asked for again.</item>
/// </list>
/// </summary>
public sealed class RedisPlayerEpochs(RedisStore redis, TimeProvider clock) : IPlayerEpochs
{
    // ARGV: now. Later than any before, whatever the clock says.
    private const string RevokeScript = """
        local now = math.max(tonumber(ARGV[1]), (tonumber(redis.call('GET', KEYS[1])) or 0) + 1)
        redis.call('SET', KEYS[1], string.format('%.0f', now))
        return string.format('%.0f', now)
        """;

    private readonly EpochCache _signed = new(), _said = new();

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">Redis cannot be had.</exception>
    public ValueTask<long> OfAsync(string playerId) =>
        (_signed.TryGet(playerId, out EpochCache.Known known) && IsFresh(known)) || (_said.TryGet(playerId, out known) && IsFresh(known))
            ? new(known.Epoch)
            : AskAsync(playerId, _said);

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">Redis cannot be had.</exception>
    public ValueTask<long> NewestAsync(string playerId) => AskAsync(playerId, _signed); // the game itself asks, to make a key

    /// <inheritdoc/>
    public void Held(string playerId)
    {
        // Of two that were asked for at once the later one stays: a key may have been made with it.
        if (_said.TryTake(playerId, out EpochCache.Known known) && !(_signed.TryGet(playerId, out EpochCache.Known held) && held.At >= known.At))
            _signed.Keep(playerId, known);
    }

    /// <summary>Revokes a player's keys: all that were made until now.</summary>
    /// <param name="player">The hash of the player's id.</param>
    /// <returns>When that was: Unix milliseconds.</returns>
    /// <exception cref="StoreUnavailableException">Redis cannot be had; whether it was done is not known.</exception>
    public async Task<long> RevokeAsync(UInt128 player)
    {
        RedisResult epoch = await redis.EvaluateAsync("revoke-player-keys", RevokeScript, [KeyOf(player)], [clock.GetUtcNow().ToUnixTimeMilliseconds()]);
        return long.Parse((string)epoch!, CultureInfo.InvariantCulture);
    }

    private bool IsFresh(EpochCache.Known known) => clock.GetElapsedTime(known.At) < IPlayerEpochs.Freshness;

    private async ValueTask<long> AskAsync(string playerId, EpochCache cache)
    {
        long asked = clock.GetTimestamp();
        RedisValue value = await redis.RunAsync("player-epoch", database => database.StringGetAsync(KeyOf(Hash(playerId))));
        long epoch = value.IsNull ? 0 : (long)value;
        cache.Keep(playerId, new EpochCache.Known(epoch, asked));
        return epoch;
    }

    private static UInt128 Hash(string playerId) => IdHash.Of(Encoding.UTF8.GetBytes(playerId));

    private static RedisKey KeyOf(UInt128 player)
    {
        Span<byte> hash = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(hash, player);
        return $"liveops:player-keys:{{{Base64Url.EncodeToString(hash)}}}";
    }
}
