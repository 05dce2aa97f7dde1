using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>
/// The Lua scripts over one period's ranks; KEYS as in <see cref="RankKeys.All"/>, or <see cref="RankKeys.WithLog"/> where that is said. A script answers nil when the ranks are not whole. Before
/// anything else each compares what was written together: a Redis that evicts, or a hand, takes single keys, and the rest would go on answering,
/// wrongly. Where they differ all is dropped but the takings-out that are left, and <see cref="Damaged"/> is answered, to one caller.
/// </summary>
internal static partial class RankScripts
{
    /// <summary>The answer of a reading script that found the ranks damaged.</summary>
    public const string Damaged = "DAMAGED";

    // All but the takings-out that are left.
    private const string Reset = """
        redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[4], KEYS[5])
        if gone > 0 then redis.call('HSET', KEYS[4], 'gone', gone) end

        """;

    // ranked and gone are what z and h, and g, held when they were last written. Measured: 1.5 µs.
    private const string Head = """
        local function damaged()
          local held, gone = redis.call('HMGET', KEYS[4], 'ranked', 'gone'), redis.call('ZCARD', KEYS[3])
          local ranked = tonumber(held[1] or 0)
          if redis.call('ZCARD', KEYS[1]) == ranked and redis.call('HLEN', KEYS[2]) == ranked and gone == tonumber(held[2] or 0) then
            return false
          end

        """ + Reset + """
          return true
        end

        """;

    // The same for whoever only reads, who must be quick: what it needs besides is asked for in the same calls, and nothing is called twice.
    private const string ReadingHead = """
        local held = redis.call('HMGET', KEYS[4], 'ready', 'changes', 'ranked', 'gone', 'at')
        local total, gone = redis.call('ZCARD', KEYS[1]), redis.call('ZCARD', KEYS[3])
        if total ~= tonumber(held[3] or 0) or redis.call('HLEN', KEYS[2]) ~= total or gone ~= tonumber(held[4] or 0) then

        """ + Reset + """
          return 'DAMAGED'
        end
        if not held[1] then return false end

        """;

    /// <summary>
    /// Brings entries up to date. ARGV: forget takings-out up to this version, time to live in ms (0 for ever), then for each entry player,
    /// version (8 bytes), key (empty: take it out) and the head of its member (16 bytes). What is there already in this version or a newer one stays, so entries may
    /// come late, twice and in any order. KEYS with the log, in which what a call changed is kept while somebody follows. Up to 250 go through each step together, as long as no player is among them twice: a command a step costs a fifth less
    /// than four an entry (measured: 3.5 instead of 4.4 µs). Answers 1: the ranks are whole; 0: they are not; 2: they were damaged.
    /// <para>A full Redis looks at the first write of a script alone, and refuses it where that takes memory (findings/redis-script-past-maxmemory.sh). So who ranks anybody begins with one that does, and
    /// does all or nothing; who takes out alone begins with one that gives some back, and may.</para>
    /// </summary>
    public const string Project = Head + """
        local z, h, g, m = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
        local was, changed = damaged(), false
        local log = not was and redis.call('EXISTS', KEYS[7]) == 1 and {'', ''}
        for i = 5, #ARGV, 4 do
          if ARGV[i] ~= '' then
            redis.call('HINCRBY', m, 'changes', 0)
            break
          end
        end
        redis.call('ZREMRANGEBYSCORE', g, '-inf', ARGV[1])
        local anyGone = redis.call('ZCARD', g) > 0
        local function apply(first, last)
          local players, at = {}, {}
          for i = first, last, 4 do
            local player = ARGV[i]
            if at[player] then
              last = i - 1
              break
            end
            at[player] = true
            players[#players + 1] = player
          end
          local all, outs, ins, heads = redis.call('HMGET', h, unpack(players)), {}, {}, {}
          for n = 1, #players do
            local i, player, had = first + 4 * (n - 1), players[n], all[n]
            local version = struct.unpack('>I8', ARGV[i + 1])
            local seen = had and struct.unpack('>I8', had) or anyGone and tonumber(redis.call('ZSCORE', g, player) or -1) or -1
            if version > seen then
              if ARGV[i + 2] == '' then
                if had then
                  outs[#outs + 1] = string.sub(had, 9) .. player
                  redis.call('HDEL', h, player)
                  changed = true
                  if log then
                    log[#log + 1] = player
                    log[#log + 1] = ''
                  end
                end
                redis.call('ZADD', g, version, player)
                anyGone = true
              else
                local member = ARGV[i + 3] .. player
                local before = had and string.sub(had, 9) .. player
                if had then
                  if before ~= member then outs[#outs + 1] = before end
                elseif anyGone then
                  redis.call('ZREM', g, player)
                end
                if log and before ~= member then
                  log[#log + 1] = player
                  log[#log + 1] = ARGV[i + 3]
                end
                ins[#ins + 1] = ARGV[i + 2]
                ins[#ins + 1] = member
                heads[#heads + 1] = player
                heads[#heads + 1] = ARGV[i + 1] .. ARGV[i + 3]
              end
            end
          end
          if #outs > 0 then redis.call('ZREM', z, unpack(outs)) end
          if #ins > 0 then
            redis.call('ZADD', z, unpack(ins))
            redis.call('HSET', h, unpack(heads))
            changed = true
          end
          return last + 1
        end
        local i = 3
        while i <= #ARGV do i = apply(i, math.min(i + 4 * 250 - 1, #ARGV)) end
        if changed then

        """ + Changed + """
        end
        redis.call('HSET', m, 'ranked', redis.call('ZCARD', z), 'gone', redis.call('ZCARD', g))
        if ARGV[2] ~= '0' then
          for i = 1, 4 do redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
        end
        return was and 2 or redis.call('HEXISTS', m, 'ready')
        """;

    /// <summary>
    /// A page. ARGV: first and last position, the state the caller knows. Answers the state, and unless it is that: how many are ranked, and members. A state is the changes and when the last was made: a Redis that lost its
    /// newest writes comes to the same number with other ranks.
    /// </summary>
    public const string Page = ReadingHead + """
        local state = held[2] .. ' ' .. (held[5] or '')
        if state == ARGV[3] then return {state} end
        return {state, total, redis.call('ZRANGE', KEYS[1], ARGV[1], ARGV[2])}
        """;

    /// <summary>
    /// The entries around players. ARGV: of each the player and how many. Answers of each the first position and the members as one MessagePack array, which costs the reader one string
    /// instead of one a row; an empty one for whoever has no rank.
    /// </summary>
    public const string Around = ReadingHead + """
        local players, answer = {}, {}
        for n = 1, #ARGV / 2 do players[n] = ARGV[2 * n - 1] end
        local entries = redis.call('HMGET', KEYS[2], unpack(players))
        for n = 1, #players do
          local first, members = 0, ''
          if entries[n] then
            local member, count = string.sub(entries[n], 9) .. players[n], tonumber(ARGV[2 * n])
            first = redis.call('ZRANK', KEYS[1], member)
            if not first then

        """ + Reset + """
              return 'DAMAGED'
            end
            if count > 1 then
              first = math.max(0, math.min(first - math.floor(count / 2), total - count))
              members = cmsgpack.pack(redis.call('ZRANGE', KEYS[1], first, first + count - 1))
            else
              members = cmsgpack.pack({member})
            end
          end
          answer[2 * n - 1], answer[2 * n] = first, members
        end
        return answer
        """;

    /// <summary>
    /// Where each of a set of players stands. ARGV: the players. Answers for each its position and the head of its member, 0 and an empty one for whoever has no rank.
    /// O(m log n) for m of n.
    /// </summary>
    public const string Among = ReadingHead + """
        local answer, entries = {}, redis.call('HMGET', KEYS[2], unpack(ARGV))
        for i = 1, #ARGV do
          local head = entries[i] and string.sub(entries[i], 9) or ''
          local rank = 0
          if entries[i] then rank = redis.call('ZRANK', KEYS[1], head .. ARGV[i]) end
          if not rank then

        """ + Reset + """
            return 'DAMAGED'
          end
          answer[2 * i - 1], answer[2 * i] = rank, head
        end
        return answer
        """;

    /// <summary>How many are ranked.</summary>
    public const string Count = ReadingHead + "return total";

    /// <summary>Begins a rebuild. ARGV: who, for how many ms, where changes are counted from: never the same twice, as a clock could be. Answers 3: begun, on what was damaged; 2: begun; 1: nothing to do; 0: another is at it.</summary>
    public const string Begin = Head + """
        local was = damaged()
        if redis.call('HEXISTS', KEYS[4], 'ready') == 1 then return 1 end
        if not redis.call('SET', KEYS[5], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
        redis.call('HSET', KEYS[4], 'changes', ARGV[3])
        return was and 3 or 2
        """;

    /// <summary>Goes on with a rebuild. ARGV: who, for how many ms more. Answers 0 when it is no longer ours: it took too long, or Redis was flushed again.</summary>
    public const string Renew = """
        if redis.call('GET', KEYS[5]) ~= ARGV[1] then return 0 end
        return redis.call('PEXPIRE', KEYS[5], ARGV[2])
        """;

    /// <summary>Ends a rebuild. ARGV: who, time to live in ms (0 for ever), the lives of Redis in which it was begun, empty where they are not known. Answers 0 when it is no longer ours, 2 when the ranks were damaged meanwhile.</summary>
    public const string End = Head + """
        if damaged() then return 2 end
        if redis.call('GET', KEYS[5]) ~= ARGV[1] then return 0 end
        redis.call('DEL', KEYS[5]) -- first: a Redis that was filled meanwhile takes the rest
        redis.call('HSET', KEYS[4], 'ready', '1', 'lives', ARGV[3])
        if ARGV[2] ~= '0' then
          for i = 1, 4 do redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
        end
        return 1
        """;

    /// <summary>Lets go of a rebuild that broke off. ARGV: who.</summary>
    public const string Abandon = """
        if redis.call('GET', KEYS[5]) == ARGV[1] then redis.call('DEL', KEYS[5]) end
        return 1
        """;

    /// <summary>Drops the ranks, and whoever is rebuilding them finds the lock gone. KEYS with the log. Memory is given back in the background.</summary>
    public const string Drop = "return redis.call('UNLINK', unpack(KEYS))";
}
