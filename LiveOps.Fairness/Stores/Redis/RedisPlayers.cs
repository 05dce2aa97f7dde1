using System.Globalization;
using LiveOps.Core.Audit;
using LiveOps.Core.Notices;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Players in Redis: one command for each shard that is touched, all shards' sent together. Optimistic: what is written replaces exactly
/// what was read (<see cref="Stamps"/>), with its flags and decisions, in one script; a player whom somebody else has changed meanwhile
/// comes back as they are now, and holds up none of the others.
/// </summary>
internal sealed class RedisPlayers(RedisStore redis, AuditSettings audits, WantedNotices wanted)
{
    private readonly PlainPlayers _plain = new(redis);

    /// <summary>How often a player is tried before they are given up: each time somebody else's write has come through instead.</summary>
    public const int MaxTries = 32;

    /// <summary>Flags kept of each shard: 100,000 of all.</summary>
    public const int MaxLog = 100_000 / PlayerKeys.Shards;

    // KEYS: all players' parts, then the order of the shard's cases, its flags, its audit, what the bus is to be told of blocks, its notices, and what was taken of them.
    // ARGV: the most flags; the most entries of the audit; the most cases, and what their keys begin with; the number of players; the most notices; of each the number of parts, flags and
    // decisions, for each part the stamp it must have (empty: it must be absent, or shorter than 9 bytes, which is no part), the new value (empty: none) and its lifetime in ms; then the flags, then the decisions; then the player's name in keys, and "until:id"
    // where they were blocked or are no more, else nothing; then the case's place before and after, each empty for none; then how many notices, and those. Blocks and notices are numbered by
    // Redis's clock, and upwards: the numbers go on when Redis has lost them.
    // A notice that somebody is to be forgotten (its type, the first byte, is 255) always has room.
    // Answers how many notices found no room, how many did, and of each player who was changed meanwhile the number and what the parts are now.
    private static readonly TimelyScript WriteScript = new("""
        local most, kept, cases, players, room, key, at = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[5]), tonumber(ARGV[6]), 1, 7
        local order, flags, audit, blocks, notices, taken, changed = KEYS[#KEYS - 5], KEYS[#KEYS - 4], KEYS[#KEYS - 3], KEYS[#KEYS - 2], KEYS[#KEYS - 1], KEYS[#KEYS], { 0, 0 }
        for player = 1, players do
          local parts, raised, decided = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
          at = at + 3
          local same = true
          for part = 0, parts - 1 do
            local present, stamp = redis.call('GETRANGE', KEYS[key + part], 0, 8), ARGV[at + part * 3]
            same = same and (string.sub(present, 2) == stamp or stamp == '' and #present < 9)
          end
          for part = 0, parts - 1 do
            local value = ARGV[at + part * 3 + 1]
            if not same then
              if part == 0 then changed[#changed + 1] = player end
              changed[#changed + 1] = redis.call('GET', KEYS[key + part]) or ''
            elseif value == '' then
              redis.call('DEL', KEYS[key + part])
            else
              redis.call('SET', KEYS[key + part], value, 'PX', ARGV[at + part * 3 + 2])
            end
          end
          key = key + parts
          at = at + parts * 3
          if same then
            for n = 0, raised - 1 do redis.call('ZADD', flags, 0, ARGV[at + n]) end
            for n = 0, decided - 1 do redis.call('ZADD', audit, 0, ARGV[at + raised + n]) end
            if raised > 0 then redis.call('ZREMRANGEBYRANK', flags, 0, -most - 1) end
            if decided > 0 then redis.call('ZREMRANGEBYRANK', audit, 0, -kept - 1) end
          end
          at = at + raised + decided
          if same and ARGV[at + 1] ~= '' then
            local time = redis.call('TIME')
            local number = math.max(time[1] * 1000000 + time[2], (tonumber(redis.call('HGET', blocks, '#')) or 0) + 1)
            redis.call('HSET', blocks, '#', string.format('%.0f', number), ARGV[at], string.format('%.0f:', number) .. ARGV[at + 1])
          end
          if same and ARGV[at + 2] ~= '' then redis.call('ZREM', order, ARGV[at + 2]) end
          if same and ARGV[at + 3] ~= '' then
            redis.call('ZADD', order, 0, ARGV[at + 3])
            if redis.call('ZCARD', order) > cases then
              local first = redis.call('ZRANGE', order, 0, 0)[1]
              redis.call('ZREM', order, first)
              redis.call('DEL', ARGV[4] .. string.sub(first, -22))
            end
          end
          local told = tonumber(ARGV[at + 4])
          at = at + 5
          if same and told > 0 then
            local time, last = redis.call('TIME'), redis.call('ZRANGE', notices, -1, -1, 'WITHSCORES')
            local number = math.max(time[1] * 1000000 + time[2], tonumber(last[2] or '0') + 1, tonumber(redis.call('GET', taken) or '0') + 1)
            for n = 0, told - 1 do
              if string.byte(ARGV[at + n]) == 255 or redis.call('ZCARD', notices) < room then
                redis.call('ZADD', notices, string.format('%.0f', number), string.format('%.0f:', number) .. ARGV[at + n])
                number = number + 1
                changed[2] = changed[2] + 1
              else
                changed[1] = changed[1] + 1
              end
            end
          end
          at = at + told
        end
        return changed
        """);

    /// <summary>Reads the parts that are wanted and not read yet.</summary>
    /// <exception cref="StoreUnavailableException">Redis cannot be had.</exception>
    public async Task ReadAsync(IEnumerable<StoredPlayer> players)
    {
        List<StoredPart>?[] byShard = new List<StoredPart>?[PlayerKeys.Shards];
        foreach (StoredPlayer player in players)
        {
            foreach (StoredPart? part in (ReadOnlySpan<StoredPart?>)[player.Conduct, player.History, player.Case])
            {
                if (part is { IsRead: false })
                    (byShard[player.Shard] ??= []).Add(part);
            }
        }

        List<StoredPart>[] asked = [.. byShard.OfType<List<StoredPart>>()];
        if (asked.Length == 0)
            return;
        RedisKey[][] keys = Array.ConvertAll(asked, KeysOf);
        RedisValue[][] values = await redis.RunAsync("read-players", database => Task.WhenAll(keys.Select(shard => database.StringGetAsync(shard))));
        for (int shard = 0; shard < asked.Length; shard++)
        {
            for (int i = 0; i < asked[shard].Count; i++)
                asked[shard][i].Read(values[shard][i]);
        }
    }

    /// <summary>Writes the parts of players that are to be replaced.</summary>
    /// <returns>Those whom somebody else has changed meanwhile, with their parts as they are now.</returns>
    /// <exception cref="StoreUnavailableException">Redis cannot be had. Some of them may have been written.</exception>
    public async Task<IReadOnlyList<StoredPlayer>> WriteAsync(IReadOnlyList<StoredPlayer> players)
    {
        long shortest = long.MaxValue;
        foreach (StoredPlayer player in players)
            shortest = Math.Min(shortest, player.Single?.Lifetime ?? long.MaxValue);
        var plain = new List<StoredPlayer>?[PlayerKeys.Shards];
        var others = new List<StoredPlayer>?[PlayerKeys.Shards];
        foreach (StoredPlayer player in players)
        {
            if (player.Single is { } part && PlainPlayers.LiveTogether(shortest, part.Lifetime))
                (plain[player.Shard] ??= []).Add(player);
            else
                (others[player.Shard] ??= []).Add(player);
        }

        var written = new List<Task<List<StoredPlayer>>>(2 * PlayerKeys.Shards);
        for (int shard = 0; shard < PlayerKeys.Shards; shard++)
        {
            if (plain[shard] is { } quick)
                written.Add(_plain.WriteAsync(quick));
            if (others[shard] is { } rest)
                written.Add(WriteShardAsync(rest));
        }

        var changed = new List<StoredPlayer>();
        foreach (List<StoredPlayer> shard in await Task.WhenAll(written))
            changed.AddRange(shard);
        return changed;
    }

    /// <summary>Takes away what would be told of a player.</summary>
    public async Task EraseNoticesAsync(UInt128 player, string playerId)
    {
        RedisKey queue = NoticeQueue.Fairness[PlayerKeys.ShardOf(player)].Key;
        RedisValue[] waiting = await redis.RunAsync("read-notices", database => database.SortedSetRangeByRankAsync(queue));
        RedisValue[] theirs = Array.FindAll(waiting, member => NoticeQueue.Read(member!).Subject == playerId);
        if (theirs.Length > 0)
            await redis.RunAsync("erase-notices", database => database.SortedSetRemoveAsync(queue, theirs));
    }

    private static RedisKey[] KeysOf(List<StoredPart> parts)
    {
        var keys = new RedisKey[parts.Count];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = parts[i].Key;
        return keys;
    }

    private async Task<List<StoredPlayer>> WriteShardAsync(List<StoredPlayer> players)
    {
        var keys = new List<RedisKey>(players.Count + 6);
        int where = players[0].Shard;
        var values = new List<RedisValue>(6 + players.Count * 11) { MaxLog, audits.Entries / PlayerKeys.Shards, StoredCase.Most, PlayerKeys.CasePrefix(where), players.Count, NoticeQueue.Most };
        NoticeBuffer notices = wanted.Begin();
        foreach (StoredPlayer player in players)
            Write(player, keys, values, notices);
        NoticeQueue queue = NoticeQueue.Fairness[where];
        keys.AddRange([PlayerKeys.CaseOrder(where), PlayerKeys.FlagLog(where), PlayerKeys.AuditLog(where), PlayerKeys.BlockNews(where), queue.Key, queue.Taken]);
        values.Add(default); // the store's
        var answer = (RedisResult[])(await redis.EvaluateInTimeAsync("write-players", WriteScript, [.. keys], [.. values]))!;
        var changed = new List<StoredPlayer>();
        wanted.Dropped((int)answer[0]);
        wanted.Told((int)answer[1]);
        for (int at = 2; at < answer.Length;)
        {
            StoredPlayer player = players[(int)answer[at++] - 1];
            foreach (StoredPart part in player.Replaced)
                part.Read((byte[]?)answer[at++]);
            changed.Add(player);
        }

        return changed;
    }

    private static void Write(StoredPlayer player, List<RedisKey> keys, List<RedisValue> values, NoticeBuffer notices)
    {
        int counts = values.Count;
        values.AddRange([0, player.Raised?.Count ?? 0, 0]);
        int parts = 0, decisions = 0;
        foreach (StoredPart part in player.Replaced)
        {
            keys.Add(part.Key);
            values.AddRange([part.Stamp, part.Next, part.Lifetime]);
            parts++;
        }

        foreach (Raised raised in player.Raised ?? [])
        {
            values.Add(PlayerLog.Entry(player.Id, raised.Flag.At, raised.Flag, FlagFormat.Write));
            notices.TellFlag(raised.Flag);
        }

        AuditEntry? last = null;
        foreach (AuditEntry decision in player.Decisions)
        {
            values.Add(RedisAuditFormat.Member(decision, Stamps.Next()));
            notices.TellDecision(decision);
            decisions++;
            last = Standing.IsBlockOrLift(decision) ? decision : last;
        }

        values.Add(last is null ? "" : PlayerKeys.NameOf(player.Id));
        values.Add(last is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{last.Until}:{last.PlayerId}"));
        bool reviewed = player.Case is { Next: not null };
        values.Add(reviewed ? StoredCase.Place(player.Id, player.Case!.Was) : RedisValue.EmptyString);
        values.Add(reviewed ? StoredCase.Place(player.Id, player.Case!.Next) : RedisValue.EmptyString);
        if (player.Forgotten is { } forgotten)
            notices.Forget(forgotten.PlayerId, forgotten.At);
        values.Add(notices.Notices.Count);
        values.AddRange(notices.Notices.Select(notice => (RedisValue)NoticeFormat.ToBytes(notice)));
        notices.Clear();

        values[counts] = parts;
        values[counts + 2] = decisions;
    }
}
