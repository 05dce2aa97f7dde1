using System.Data.Common;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>Entries of a period as the database has them, for Redis.</summary>
internal sealed class StoredRanks(SqlDatabase<LeaderboardContext> database, TimeProvider clock)
{
    /// <summary>How many are read at a time.</summary>
    public const int Chunk = 1000;

    /// <summary>Reads some, in order of players, as <see cref="RankScripts.Project"/> takes them: the hidden are to be taken out.</summary>
    /// <param name="period">The period.</param>
    /// <param name="after">Behind which player; empty: from the first.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The script's arguments, how many entries they are, and the last player; null where there are no more.</returns>
    public async Task<(RedisValue[] Arguments, int Count, string? Last)> ReadAsync(StoredPeriod period, string after, CancellationToken cancellation)
    {
        (ScoreRow[] rows, string[] hidden) = await database.ReadAsync("rebuild", (context, token) => ReadAsync(context, period.Id, after, token), cancellation);
        List<RedisValue> arguments = Arguments(period, rows.Length);
        foreach (ScoreRow row in rows)
            RankRow.Add(arguments, row.Player, row.Version, Array.BinarySearch(hidden, row.Player, StringComparer.Ordinal) >= 0 ? null : (period.Board.ScoreOf(row.Score), row.AchievedAt));
        return ([.. arguments], rows.Length, rows.Length == Chunk ? rows[^1].Player : null);
    }

    /// <summary>Who of some players has no entry: as many arguments of <see cref="RankScripts.Project"/>, which take them out.</summary>
    /// <param name="period">The period.</param>
    /// <param name="players">Who Redis has.</param>
    /// <param name="floor">The catalogue's, read before this is called, and after Redis was asked.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<(RedisValue[] Arguments, int Count)> MissingAsync(StoredPeriod period, IEnumerable<string> players, long floor, CancellationToken cancellation)
    {
        HashSet<string> missing = [.. players];
        await database.TransactAsync(
            "rebuild",
            async unit =>
            {
                var there = new List<string>(missing.Count);
                await using DbDataReader rows = await unit.ReadAsync(("rows_read", Columns.Keys([.. missing.Order(StringComparer.Ordinal).Select(player => (period.Id, player))])));
                while (await rows.ReadAsync(unit.Cancellation))
                    there.Add(rows.GetString(1));
                missing.ExceptWith(there);
                return true;
            },
            cancellation);
        List<RedisValue> arguments = Arguments(period, missing.Count);
        foreach (string player in missing)
            RankRow.Add(arguments, player, floor, null);
        return ([.. arguments], missing.Count);
    }

    private List<RedisValue> Arguments(StoredPeriod period, int count) => new(2 + 4 * count) { 0, SharedRanks.TimeToLive(period, clock) };

    // The hidden after the rows: whoever is hidden between the two is taken out by version anyway, whoever is shown is put back so.
    private static async Task<(ScoreRow[] Rows, string[] Hidden)> ReadAsync(LeaderboardContext context, int period, string after, CancellationToken cancellation)
    {
        ScoreRow[] rows = await context.Scores
            .Where(row => row.Period == period && string.Compare(row.Player, after) > 0)
            .OrderBy(row => row.Player).Take(Chunk).ToArrayAsync(cancellation);
        string[] hidden = await context.Hidden.Select(row => row.Player).ToArrayAsync(cancellation);
        Array.Sort(hidden, StringComparer.Ordinal);
        return (rows, hidden);
    }
}
