using System.Runtime.CompilerServices;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Held;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>
/// The ranks of periods in Redis, one call each; those that are asked for often are kept in this replica's memory, and Redis tells what has changed. Ranks that are not whole are rebuilt, and answered for when that is done soon.
/// </summary>
internal sealed class SharedRanks(RedisStore redis, RankRebuilds rebuilds, HeldRanks held, TimeProvider clock)
{
    private const string Gone = "has lost these ranks, and is being given them again";
    private const int MostInOneCall = 1000;
    private const long MicrosecondsKept = 3_600_000_000;
    private static readonly TimeSpan KeptAfterwards = TimeSpan.FromDays(7);

    // For as long as the catalogue has the period: however many boards a player is on, none is pushed out.
    private readonly ConditionalWeakTable<StoredPeriod, AroundCalls> _around = [];

    /// <summary>Brings entries up to date; whoever is hidden is taken out. False when the period's ranks are not whole.</summary>
    public async Task<bool> ProjectAsync(StoredPeriod period, IReadOnlyList<StoredEntry> entries, Func<string, bool> isHidden)
    {
        bool whole = true;
        for (int from = 0; from < entries.Count; from += MostInOneCall)
        {
            int to = Math.Min(entries.Count, from + MostInOneCall);
            var arguments = new List<RedisValue>(2 + 4 * (to - from)) { Now() - MicrosecondsKept, TimeToLive(period, clock) };
            for (int i = from; i < to; i++)
            {
                StoredEntry entry = entries[i];
                long key = period.Board.ScoreOf(entry.Entry.Score); // negated where the highest comes first; its own inverse
                RankRow.Add(arguments, entry.Player, entry.Version, isHidden(entry.Player) ? null : (key, entry.Entry.AchievedAt));
            }

            whole &= await ProjectAsync(period, [.. arguments]);
        }

        return whole;
    }

    /// <summary>The same, of entries as <see cref="RankScripts.Project"/> takes them.</summary>
    public async Task<bool> ProjectAsync(StoredPeriod period, RedisValue[] arguments)
    {
        int answer = (int)await redis.EvaluateAsync("project", RankScripts.Project, period.Keys.WithLog, arguments);
        if (answer == 2)
            rebuilds.Damaged(period);
        return answer == 1;
    }

    /// <summary>A page, unless the ranks are in the state that the caller knows.</summary>
    /// <returns>The state, how many are ranked, and members; the latter null when nothing changed.</returns>
    public async Task<(string State, int Total, RedisResult? Members)> PageAsync(StoredPeriod period, int offset, int limit, string known)
    {
        var answer = (RedisResult[])(await AskAsync("page", RankScripts.Page, period, [offset, (long)offset + limit - 1, known]))!;
        return ((string)answer[0]!, answer.Length > 1 ? (int)answer[1] : 0, answer.Length > 1 ? answer[2] : null);
    }

    /// <summary>Copies as many entries with the player in the middle, as far as the ranks allow; false when the player has no rank.</summary>
    public async Task<bool> AroundAsync(StoredPeriod period, string player, int count, RowBuffer rows)
    {
        if (Followed(period) is { } followed && await followed.CatchUpAsync() && followed.Around(player, count, rows, period.Board) is { } isRanked)
        {
            held.AnsweredFromMemory();
            return isRanked;
        }

        held.AnsweredByRedis();
        AroundCalls calls = _around.GetValue(period, Calls);
        Neighbours? found = await calls.AskAsync(player, count);
        if (found is null && await rebuilds.WaitAsync(period))
            found = await calls.AskAsync(player, count);
        if (found is null)
            throw Lost();
        if (found.Members.Length == 0)
            return false;
        RankRow.CopyTo(rows, found.First, found.Members, period.Board);
        return true;
    }

    /// <summary>Copies the rows of a set of players, best first; answers who of them has no rank.</summary>
    public async Task<List<string>> AmongAsync(StoredPeriod period, IReadOnlyList<string> players, RowBuffer rows)
    {
        if (Followed(period) is { } followed && await followed.CatchUpAsync() && followed.Among(players, rows, period.Board) is { } without)
        {
            held.AnsweredFromMemory();
            return without;
        }

        held.AnsweredByRedis();
        var answer = (RedisValue[])(await AskAsync("among", RankScripts.Among, period, [.. players.Select(player => (RedisValue)player)]))!;
        var ranked = new List<(int Position, int Player)>();
        var unranked = new List<string>();
        for (int i = 0; i < players.Count; i++)
        {
            if (answer[(2 * i) + 1].IsNullOrEmpty)
                unranked.Add(players[i]);
            else
                ranked.Add(((int)answer[2 * i], i));
        }

        ranked.Sort();
        foreach ((int position, int player) in ranked)
            RankRow.CopyTo(rows, position, (byte[])answer[(2 * player) + 1]!, players[player], period.Board);
        return unranked;
    }

    /// <summary>How many are ranked.</summary>
    public async Task<int> CountAsync(StoredPeriod period) => (int)await AskAsync("count", RankScripts.Count, period, []);

    /// <summary>In which lives of Redis a period's ranks were known to be right last, empty where that is not known; null when they are not whole.</summary>
    public async Task<string?> LivesAsync(StoredPeriod period) => await TryAskAsync("watch", RankScripts.Lives, period, []) is { } answer ? (string)((RedisResult[])answer!)[0]! : null;

    /// <summary>Who is known, about so many; from where to scan on, null at the end. Null when the ranks are not whole.</summary>
    public async Task<(string? Next, string[] Players)?> ScanAsync(StoredPeriod period, string from, int count) =>
        await TryAskAsync("reconcile", RankScripts.Scan, period, [from, count]) is { } answer
            ? ((string)((RedisResult[])answer!)[0]! is not "0" and var next ? next : null, Array.ConvertAll((RedisValue[])((RedisResult[])answer!)[1]!, static player => (string)player!))
            : null;

    /// <summary>Notes in which lives of Redis a period's ranks are right; false when they are not whole.</summary>
    public async Task<bool> SettleAsync(StoredPeriod period, string lives) => await TryAskAsync("reconcile", RankScripts.Settle, period, [lives]) is not null;

    /// <summary>Whether Redis was there, and had not the ranks that it was asked for.</summary>
    public static bool AreGone(StoreUnavailableException e) => e.Reason == Gone;

    /// <summary>Drops ranks that nobody asks for any more.</summary>
    public Task DropAsync(RankKeys keys) => redis.EvaluateAsync("drop", RankScripts.Drop, keys.WithLog, []);

    /// <summary>How long a period's ranks live, in milliseconds: well past its end, in case nobody drops them. 0 for ever.</summary>
    public static long TimeToLive(StoredPeriod period, TimeProvider clock) => period.Period.Closes == long.MaxValue
        ? 0
        : (Math.Max(0, period.Period.Closes - clock.Now()) + KeptAfterwards.Ticks) / TimeSpan.TicksPerMillisecond;

    private async Task<RedisResult> AskAsync(string operation, string script, StoredPeriod period, RedisValue[] arguments)
    {
        RedisResult? answer = await TryAskAsync(operation, script, period, arguments);
        if (answer is null && await rebuilds.WaitAsync(period))
            answer = await TryAskAsync(operation, script, period, arguments);
        return answer ?? throw Lost();
    }

    private static StoreUnavailableException Lost() => new(RedisStore.Name, Gone);

    private FollowedPeriod? Followed(StoredPeriod period) => held.Find(period) ?? (held.IsOn ? held.Add(period, Follow(period)) : null);

    private Func<RedisValue[], Task<RedisResult?>> Follow(StoredPeriod period) => arguments => TryAskAsync("follow", RankScripts.Follow, period, period.Keys.WithLog, arguments);

    private AroundCalls Calls(StoredPeriod period) => new(arguments => TryAskAsync("around", RankScripts.Around, period, arguments));

    private Task<RedisResult?> TryAskAsync(string operation, string script, StoredPeriod period, RedisValue[] arguments) => TryAskAsync(operation, script, period, period.Keys.All, arguments);

    // Null when the ranks are not whole.
    private async Task<RedisResult?> TryAskAsync(string operation, string script, StoredPeriod period, RedisKey[] keys, RedisValue[] arguments)
    {
        RedisResult answer = await redis.EvaluateAsync(operation, script, keys, arguments);
        if (answer.IsNull)
            return null;
        if (answer.Resp2Type != ResultType.BulkString)
            return answer;
        rebuilds.Damaged(period); // a list or a number, but for that word
        return null;
    }

    private long Now() => clock.Now() / TimeSpan.TicksPerMicrosecond;
}
