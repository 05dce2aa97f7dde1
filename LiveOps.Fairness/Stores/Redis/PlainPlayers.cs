using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Writes players of whom one part is replaced and nothing else is to be done, which are almost all: the same exchange of what was read for what is to be as in <see cref="RedisPlayers"/>,
/// two thirds as dear for Redis, since there is one argument a player instead of eleven.
/// </summary>
internal sealed class PlainPlayers(RedisStore redis)
{
    // The bytes of a part that tell whether it is still the one that was read: the format's version, which is never 0, and the stamp.
    private const int HeadLength = StoredPart.StampAt + StoredPart.StampLength;

    // From so many bytes a part on it is cheaper to ask Redis for each head than for all parts at once.
    private const int Long = 512;

    private const int FirstValue = 3;

    // KEYS: the parts. ARGV: what they must begin with, 9 bytes (HeadLength) each, zeros where nothing was there; the lifetime of all in ms; "heads" where the parts are long; the new values, from FirstValue on.
    // Answers of each that is something else by now its number, and what it is.
    private static readonly TimelyScript Script = new("""
        local heads, life, call, sub, none, changed = ARGV[1], ARGV[2], redis.call, string.sub, string.rep('\0', 9), {}
        local function replace(n, present)
          local head = sub(heads, 9 * n - 8, 9 * n)
          if sub(present, 1, 9) == head or head == none and #present < 9 then
            call('SET', KEYS[n], ARGV[n + 3], 'PX', life)
          else
            changed[#changed + 1] = n
            changed[#changed + 1] = call('GET', KEYS[n]) or ''
          end
        end
        if ARGV[3] == 'heads' then
          for n = 1, #KEYS do replace(n, call('GETRANGE', KEYS[n], 0, 8)) end
        else
          for first = 1, #KEYS, 200 do
            local present = call('MGET', unpack(KEYS, first, math.min(first + 199, #KEYS)))
            for i = 1, #present do replace(first + i - 1, present[i] or '') end
          end
        end
        return changed
        """);

    /// <summary>Whether a lifetime may go with the shortest of a round. All of a call live for as long as the longest in it: nobody is forgotten too early, and none is kept more than an eighth longer than needed. One whose lifetime is far shorter than the others' sends those the long way, which costs time alone.</summary>
    public static bool LiveTogether(long shortest, long lifetime) => lifetime - shortest <= shortest / 8;

    /// <summary>Writes players of one shard, each of whom has <see cref="StoredPlayer.Single"/>.</summary>
    /// <returns>Those whom somebody else has changed meanwhile, with the part as it is now.</returns>
    /// <exception cref="StoreUnavailableException">Redis cannot be had. Some of them may have been written.</exception>
    public async Task<List<StoredPlayer>> WriteAsync(List<StoredPlayer> players)
    {
        var keys = new RedisKey[players.Count];
        var values = new RedisValue[FirstValue + players.Count + 1]; // the last is the store's
        byte[] heads = new byte[players.Count * HeadLength];
        long lifetime = 0, length = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            StoredPart part = players[i].Single!;
            keys[i] = part.Key;
            values[FirstValue + i] = part.Next;
            lifetime = Math.Max(lifetime, part.Lifetime);
            if (part.Was is null)
                continue;
            part.Was.AsSpan(0, HeadLength).CopyTo(heads.AsSpan(i * HeadLength));
            length += part.Was.Length;
        }

        (values[0], values[1], values[2]) = (heads, lifetime, length > (long)Long * keys.Length ? "heads" : "all");
        var answer = (RedisResult[])(await redis.EvaluateInTimeAsync("write-plain-players", Script, keys, values))!;
        var changed = new List<StoredPlayer>(answer.Length / 2);
        for (int at = 0; at < answer.Length; at += 2)
        {
            StoredPlayer player = players[(int)answer[at] - 1];
            player.Single!.Read((byte[]?)answer[at + 1]);
            changed.Add(player);
        }

        return changed;
    }
}
