using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Columns;

namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>What statements of many entries are given.</summary>
internal static class Columns
{
    /// <summary>Ids, and what they are remembered with.</summary>
    /// <param name="ids">Sorted.</param>
    /// <param name="hour">Hours since 1970.</param>
    /// <param name="token">Of this attempt alone.</param>
    public static SqlColumns Ids(IEnumerable<UInt128> ids, long hour, long token)
    {
        SqlColumn<Guid> hashes = new("ids");
        foreach (UInt128 id in ids)
            hashes.Add(SqlColumn.Hash(id));
        return new SqlColumns(One("hour", (int)hour), One("token", token), hashes);
    }

    /// <summary>Keys of entries.</summary>
    public static SqlColumns Keys(IEnumerable<(int Period, string Player)> keys)
    {
        SqlColumn<int> periods = new("p");
        SqlColumn<string> players = new("u");
        foreach ((int period, string player) in keys)
        {
            periods.Add(period);
            players.Add(player);
        }

        return new SqlColumns(periods, players);
    }

    /// <summary>Whole entries.</summary>
    public static SqlColumns Rows(List<StoredEntry> entries)
    {
        SqlColumn<int> periods = new("p");
        SqlColumn<string> players = new("u");
        SqlColumn<long> scores = new("s"), achieved = new("a"), last = new("l"), other = new("o"), versions = new("v"), before = new("x");
        foreach (StoredEntry entry in entries)
        {
            periods.Add(entry.Period);
            players.Add(entry.Player);
            scores.Add(entry.Entry.Score);
            achieved.Add(entry.Entry.AchievedAt);
            last.Add(entry.Entry.LastAt);
            other.Add(entry.Entry.OtherAt);
            versions.Add(entry.Version);
            before.Add(entry.Before);
        }

        return new SqlColumns(periods, players, scores, achieved, last, other, versions, before);
    }

    private static SqlColumn<T> One<T>(string name, T value) where T : notnull
    {
        SqlColumn<T> column = new(name, isOne: true);
        column.Add(value);
        return column;
    }
}
