namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <content>
/// What a replica that keeps a period's ranks in its own memory goes by. While somebody follows, each call that changes ranks leaves what it changed in a list: the number of the changes that it made, then of each entry the
/// player and the head of its member, empty where it was taken out. The last of the list made <c>logged</c>, the one before it one less, and so on: a call that finds other changes than were logged last, for one
/// that does not log (of an older version, or while nobody followed) came between, begins the list anew. So there is no gap in it, and who is behind takes as many from its end as they are behind.
/// <para>A Redis that lost its newest writes (a replica was promoted, a file was forced late) counts on from a lower number, and comes to the same numbers with other changes. So each change also leaves when it was
/// made by Redis's clock (<c>at</c>), and in the list when the one before it was: who knows a number with another time loads anew.</para>
/// </content>
internal static partial class RankScripts
{
    // Numbers of changes may be beyond 2^53, where Lua rounds (findings/redis-script-large-counters.sh): they stay texts, and are only subtracted by their last 15 digits. A list that expired or was evicted
    // begins anew with the push that finds it gone. It comes behind what is refused as a whole where memory is full, and takes at most the mebibyte.
    private const string Changed = """
          local held = log and redis.call('HMGET', m, 'ready', 'changes', 'logged', 'logsize', 'at')
          local time = redis.call('TIME')
          redis.call('HINCRBY', m, 'changes', 1)
          redis.call('HSET', m, 'at', time[1] .. '.' .. time[2])
          if log and held[1] then
            log[1] = redis.call('HGET', m, 'changes')
            log[2] = held[5] or ''
            local packed, size = cmsgpack.pack(log), tonumber(held[4] or 0)
            if held[3] ~= held[2] then redis.call('UNLINK', KEYS[6]) end
            size = redis.call('RPUSH', KEYS[6], packed) == 1 and #packed or size + #packed
            while size > 1048576 do
              local oldest = redis.call('LPOP', KEYS[6])
              size = oldest and size - #oldest or 0
            end
            redis.call('PEXPIRE', KEYS[6], 60000)
            redis.call('HSET', m, 'logged', log[1], 'logsize', size)
          end

        """;

    /// <summary>
    /// Follows what changes. KEYS with the log. ARGV: the changes that are known, empty where none are; for how many ms more there is somebody who follows, empty where that was said lately; from where to scan all entries
    /// (empty: not at all), and about how many. Answers the changes, how many are ranked and when the last change was made; where the changes are others, or it scans, besides: what led to them from those that are known, packed, or nil where that is not to be
    /// had; where to scan on from, 0 at the end; and of each entry that was scanned the player, and its version and the head of its member, packed.
    /// </summary>
    public const string Follow = ReadingHead + """
        -- a full Redis refuses it, and then what changes is not logged
        if ARGV[2] ~= '' then redis.pcall('SET', KEYS[7], '1', 'PX', ARGV[2]) end
        local at = held[5] or ''
        if held[2] == ARGV[1] and ARGV[3] == '' then return {held[2], total, at} end
        local log = {}
        if ARGV[1] ~= '' and held[2] ~= ARGV[1] then
          local behind = (tonumber(string.sub(held[2], -15)) - tonumber(string.sub(ARGV[1], -15))) % 1e15
          if redis.call('HGET', KEYS[4], 'logged') ~= held[2] or behind > redis.call('LLEN', KEYS[6]) then
            log = false
          else
            log = redis.call('LRANGE', KEYS[6], -behind, -1)
          end
        end
        if ARGV[3] == '' then return {held[2], total, at, log} end
        local scanned = redis.call('HSCAN', KEYS[2], ARGV[3], 'COUNT', ARGV[4])
        return {held[2], total, at, log, scanned[1], cmsgpack.pack(scanned[2])}
        """;
}
