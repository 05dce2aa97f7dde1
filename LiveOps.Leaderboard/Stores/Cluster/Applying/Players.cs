using System.Data.Common;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// What is done to a player everywhere: in the database behind the gate, then in Redis with versions above all that were there. Each may
/// be asked for again, and then brings Redis up to date again.
/// </summary>
internal sealed class Players(Gate gate, SharedRanks ranks, RankRebuilds rebuilds, PolicyFile<LeaderboardPolicy> policy, TimeProvider clock)
{
    /// <summary>Hides a player, or shows one again.</summary>
    public async Task SetHiddenAsync(string player, bool hidden)
    {
        (List<StoredEntry>? entries, Catalogue catalogue) = await gate.ChangeAsync(
            hidden ? "hide" : "show",
            async (unit, catalogue) =>
            {
                List<StoredEntry> entries = Raised(await LockAsync(unit, [.. catalogue.Periods.Values.Select(period => (period.Id, player))]), catalogue);
                await unit.ExecuteAsync((hidden ? "hide" : "show", Json.Player(player)), ("scores_update", Json.Rows(entries)));
                return ((List<StoredEntry> Entries, long Floor)?)(entries, 0);
            });
        await ProjectAsync(entries!, catalogue);
    }

    /// <summary>Removes a player's score from the periods of a window that take scores.</summary>
    public async Task<Problem?> RemoveAsync(string board, string window, string player)
    {
        Problem? problem = null;
        ((StoredPeriod[] Periods, long Version, int Count) removed, _) = await gate.ChangeAsync(
            "remove",
            async (unit, catalogue) =>
            {
                problem = Named.Find(catalogue, policy.Current, board, window, out SharedBoard found, out WindowKind kind);
                if (problem is not null)
                    return null;
                StoredPeriod[] open = [.. found.Tracks[(int)kind].Open];
                (long version, int count) = await DeleteAsync(unit, catalogue, [.. open.Select(period => (period.Id, player))]);
                return (((StoredPeriod[] Periods, long Version, int Count), long)?)((open, version, count), version);
            });
        if (problem is not null)
            return problem;
        foreach (StoredPeriod period in removed.Periods)
            await ranks.TakeOutAsync(period, player, removed.Version);
        return removed.Count > 0 ? null : NotFound.Player(player);
    }

    /// <summary>Erases a player: the entries in what is not archived, the name in what is.</summary>
    public async Task EraseAsync(string player)
    {
        ((StoredPeriod[] Periods, long Version) erased, _) = await gate.ChangeAsync(
            "erase",
            async (unit, catalogue) =>
            {
                (long version, _) = await DeleteAsync(unit, catalogue, [.. catalogue.Periods.Values.Select(period => (period.Id, player))]);
                ReadOnlyMemory<byte> named = Json.Player(player);
                await unit.ExecuteAsync(("erase_gone", named), ("erase_archived", named), ("show", named));
                return (((StoredPeriod[] Periods, long Version), long)?)(([.. catalogue.Periods.Values], version), version);
            });
        foreach (StoredPeriod period in erased.Periods)
            await ranks.TakeOutAsync(period, player, erased.Version);
    }

    // How many were deleted, and a version above theirs.
    private async Task<(long Version, int Count)> DeleteAsync(SqlUnit unit, Catalogue catalogue, IReadOnlyCollection<(int Period, string Player)> keys)
    {
        List<StoredEntry> entries = await LockAsync(unit, keys);
        if (entries.Count > 0)
            await unit.ExecuteAsync(("scores_delete", Json.Keys(keys)));
        return (entries.Select(entry => entry.Version).Append(Math.Max(Now(), catalogue.Floor)).Max() + 1, entries.Count);
    }

    private List<StoredEntry> Raised(List<StoredEntry> entries, Catalogue catalogue) =>
        entries.ConvertAll(entry => entry with { Version = Math.Max(Math.Max(Now(), catalogue.Floor + 1), entry.Version + 1) });

    private async Task ProjectAsync(List<StoredEntry> entries, Catalogue catalogue)
    {
        foreach (StoredEntry entry in entries)
        {
            if (catalogue.Periods.TryGetValue(entry.Period, out StoredPeriod? period) && !await ranks.ProjectAsync(period, [entry], catalogue.Hidden.Contains))
                rebuilds.Want(period);
        }
    }

    private static async Task<List<StoredEntry>> LockAsync(SqlUnit unit, IReadOnlyCollection<(int Period, string Player)> keys)
    {
        var entries = new List<StoredEntry>();
        await using DbDataReader rows = await unit.ReadAsync(("rows", Json.Keys(keys)));
        while (await rows.ReadAsync(unit.Cancellation))
            entries.Add(ScoreConsumer.EntryOf(rows));
        return entries;
    }

    private long Now() => clock.Now() / TimeSpan.TicksPerMicrosecond;
}
