namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <content>What tells of ranks in which life of Redis they were right last, and makes them right in another (<see cref="RankReconciles"/>).</content>
internal static partial class RankScripts
{
    /// <summary>In which lives the ranks were known to be right last, as a list of one, for a text is <see cref="Damaged"/>; empty where that is not known.</summary>
    public const string Lives = ReadingHead + "return {redis.call('HGET', KEYS[4], 'lives') or ''}";

    /// <summary>Who is known. ARGV: from where to scan, about how many. Answers where to scan on from, 0 at the end, and players, perhaps some of them twice.</summary>
    public const string Scan = ReadingHead + """
        local scanned, players = redis.call('HSCAN', KEYS[2], ARGV[1], 'COUNT', ARGV[2]), {}
        for i = 1, #scanned[2], 2 do players[#players + 1] = scanned[2][i] end
        return {scanned[1], players}
        """;

    /// <summary>The ranks are right. ARGV: in which lives.</summary>
    public const string Settle = ReadingHead + "return redis.call('HSET', KEYS[4], 'lives', ARGV[1])";

    /// <summary>Takes a lease, or keeps it on. KEYS: the lease. ARGV: who, for how many ms. Answers 0 where another has it.</summary>
    public const string Hold = """
        local who = redis.call('GET', KEYS[1])
        if who and who ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;
}
