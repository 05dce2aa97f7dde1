using System.Data.Common;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// What Redis is owed. A score that was committed and not projected comes again with its message; a hide, a show, a removal does not. So the entries that
/// such a step changed stand in the database as owed, from its commit until Redis has been given them, by the replica that made it or by any other:
/// <list type="number">
/// <item>the catalogue is read: its floor takes out entries that are gone, and whatever comes to be from now on is above it;</item>
/// <item>the entries are read, and the catalogue again: for whoever is hidden or shown between the two something newer is owed;</item>
/// <item>Redis is given them, and they are owed no more, unless they were changed again meanwhile.</item>
/// </list>
/// </summary>
internal sealed class OwedRanks(SqlDatabase<LeaderboardContext> database, Catalogues catalogues, SharedRanks ranks, RankRebuilds rebuilds)
{
    private const int Chunk = 1000;

    /// <summary>Owes entries, in the transaction that changes them.</summary>
    /// <param name="catalogue">By which it does.</param>
    /// <param name="entries">Sorted.</param>
    public static OwedRow[] Of(Catalogue catalogue, IEnumerable<StoredEntry> entries) => [.. entries.Select(entry => new OwedRow(entry.Period, entry.Player, catalogue.Version + 1))];

    /// <summary>Gives Redis what was just committed. Where a store cannot be had it is owed on: what was asked for is done all the same.</summary>
    public async Task TryGiveAsync(IReadOnlyList<OwedRow> owed)
    {
        try
        {
            await GiveAsync(owed, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The clock sees to it.
        }
    }

    /// <summary>Gives Redis whatever it is owed.</summary>
    /// <exception cref="StoreUnavailableException">Redis or the database cannot be had.</exception>
    public async Task GiveAllAsync(CancellationToken cancellation)
    {
        OwedRow[] owed;
        do
        {
            owed = await database.ReadAsync(
                "owed", (context, token) => context.Owed.OrderBy(row => row.Period).ThenBy(row => row.Player).Take(Chunk).ToArrayAsync(token), cancellation);
            await GiveAsync(owed, cancellation);
        }
        while (owed.Length == Chunk);
    }

    private async Task GiveAsync(IReadOnlyList<OwedRow> owed, CancellationToken cancellation)
    {
        if (owed.Count == 0)
            return;
        long floor = (await catalogues.RefreshAsync(cancellation)).Floor;
        Dictionary<(int, string), StoredEntry> entries = await ReadAsync(owed, cancellation);
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        foreach (IGrouping<int, OwedRow> rows in owed.GroupBy(row => row.Period))
        {
            // What is archived, or was dropped, has no ranks.
            if (!catalogue.Periods.TryGetValue(rows.Key, out StoredPeriod? period) || period.State > PeriodState.Closed)
                continue;
            StoredEntry[] given = [.. rows.Select(row => entries.TryGetValue((row.Period, row.Player), out StoredEntry entry) ? entry : new StoredEntry(row.Period, row.Player, default, floor, 0))];
            if (!await ranks.ProjectAsync(period, given, player => catalogue.Hidden.Contains(player) || !entries.ContainsKey((rows.Key, player))))
                rebuilds.Want(period);
        }

        await database.TransactAsync("owed", unit => unit.ExecuteAsync(("owed_given", Json.Owed(owed))), cancellation);
    }

    private Task<Dictionary<(int, string), StoredEntry>> ReadAsync(IReadOnlyList<OwedRow> owed, CancellationToken cancellation)
    {
        SqlColumns keys = Columns.Keys([.. owed.Select(row => (row.Period, row.Player))]);
        return database.TransactAsync(
            "owed",
            async unit =>
            {
                var entries = new Dictionary<(int, string), StoredEntry>(owed.Count);
                await using DbDataReader rows = await unit.ReadAsync(("rows_read", keys));
                while (await rows.ReadAsync(unit.Cancellation))
                {
                    StoredEntry entry = ScoreConsumer.EntryOf(rows);
                    entries.Add((entry.Period, entry.Player), entry);
                }

                return entries;
            },
            cancellation);
    }
}
