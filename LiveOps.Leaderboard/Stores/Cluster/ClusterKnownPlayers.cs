using System.Data.Common;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Applying;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>
/// What all replicas know of a player:
/// <list type="number">
/// <item>the entries in periods that are not archived, from the database, which has those of hidden players too;</item>
/// <item>of whoever is not hidden, the ranks that Redis has for them;</item>
/// <item>the rows of archives. Whatever is archived in between is in both, and counts once.</item>
/// </list>
/// </summary>
internal sealed class ClusterKnownPlayers(
    SqlDatabase<LeaderboardContext> database, Catalogues catalogues, SharedRanks ranks, ILeagueStore leagues, IPolicies<LeaderboardPolicy> policy, TimeProvider clock) : IKnownPlayers
{
    private const int AtOnce = 1000, RanksAtOnce = 64, PeriodsAtOnce = 200;

    /// <inheritdoc/>
    public async ValueTask<KnownPlayer> FindAsync(string player, CancellationToken cancellation)
    {
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        bool isHidden = catalogue.Hidden.Contains(player);
        long now = clock.Now();

        // 1, 2
        List<(StoredPeriod Period, KnownPlace Place)> live = await PlacesAsync(catalogue, player, isHidden, cancellation);

        // 3
        KnownPlace[] archived = await ArchivedAsync(player, isHidden, cancellation);
        HashSet<(string, WindowKind, string)> closed = [.. archived.Select(Key)];
        KnownPlace[] open = [.. live.Select(one => one.Place).Where(place => !closed.Contains(Key(place)))];

        EntrantRow[] entries = await database.ReadAsync(
            "known", (context, token) => context.Entrants.Where(row => row.Player == player).OrderBy(row => row.Event).Take(KnownPlayer.Most + 1).ToArrayAsync(token), cancellation);
        return KnownPlayer.Of(
            open.Where(place => place.Period.Closes > now && !place.Final),
            isHidden ? Hiding.Of(catalogue, player, policy.Current.HideBlocked ? now : long.MaxValue) : null,
            open.Where(place => place.Period.Closes <= now || place.Final).Concat(archived),
            await leagues.KnownAsync(player),
            entries.Select(row => new KnownEntry(row.Event, row.Attempts)));
    }

    private static (string, WindowKind, string) Key(KnownPlace place) => (place.Board, place.Window, place.Period.Name);

    private async Task<List<(StoredPeriod Period, KnownPlace Place)>> PlacesAsync(Catalogue catalogue, string player, bool isHidden, CancellationToken cancellation)
    {
        var found = new List<(StoredPeriod Period, KnownPlace Place)>();
        foreach (StoredPeriod[] some in catalogue.Periods.Values.Where(period => period.State <= PeriodState.Closed).Chunk(AtOnce))
        {
            found.AddRange(await database.TransactAsync(
                "known",
                async unit =>
                {
                    var places = new List<(StoredPeriod Period, KnownPlace Place)>();
                    await using DbDataReader rows = await unit.ReadAsync(("rows_read", Columns.Keys(some.Select(period => (period.Id, player)))));
                    while (await rows.ReadAsync(unit.Cancellation))
                    {
                        StoredEntry stored = ScoreConsumer.EntryOf(rows);
                        StoredPeriod period = catalogue.Periods[stored.Period];
                        places.Add((period, new KnownPlace(period.Board.Name, period.Window, period.Period, null, stored.Entry.Score, stored.Entry.AchievedAt, period.State == PeriodState.Closed)));
                    }

                    return places;
                },
                cancellation));
        }

        if (isHidden)
            return found;
        var ranked = new List<(StoredPeriod Period, KnownPlace Place)>(found.Count);
        foreach ((StoredPeriod Period, KnownPlace Place)[] some in found.Chunk(RanksAtOnce))
            ranked.AddRange(await Task.WhenAll(some.Select(async one => (one.Period, one.Place with { Rank = await RankAsync(one.Period, player) }))));
        return ranked;
    }

    private async Task<int?> RankAsync(StoredPeriod period, string player)
    {
        var row = new RowBuffer();
        return await ranks.AroundAsync(period, player, 1, row) ? row.ToArray()[0].Rank : null;
    }

    // Of periods whose archive was let go of, the best are kept.
    private Task<KnownPlace[]> ArchivedAsync(string player, bool isHidden, CancellationToken cancellation) => database.ReadAsync(
        "known",
        async (context, token) =>
        {
            var rows = await context.Archived.Where(row => row.Player == player)
                .Join(context.Periods.Where(row => row.State >= PeriodState.Archived && row.State <= PeriodState.Cut), row => row.Period, row => row.Id, (row, period) => new { Row = row, Period = period })
                .OrderByDescending(one => one.Period.Closes).ThenBy(one => one.Period.Board).ThenBy(one => one.Period.Win).Take(KnownPlayer.Most + 1).ToArrayAsync(token);
            // Whoever is hidden before them has no rank there.
            var before = new Dictionary<int, int>();
            foreach (int[] some in rows.Where(_ => !isHidden).Select(one => one.Row.Period).Chunk(PeriodsAtOnce))
            {
                List<int> ids = [.. some];
                var counts = await context.Hidden.Join(context.Archived.Where(row => ids.Contains(row.Period)), hidden => hidden.Player, row => row.Player, (hidden, row) => new { row.Period, row.Position })
                    .Concat(context.Gone.Where(row => ids.Contains(row.Period)).Select(row => new { row.Period, row.Position }))
                    .Join(context.Archived.Where(row => row.Player == player), other => other.Period, row => row.Period, (other, row) => new { row.Period, Own = row.Position, other.Position })
                    .Where(pair => pair.Position < pair.Own)
                    .GroupBy(pair => pair.Period).Select(group => new { group.Key, Count = group.Count() }).ToArrayAsync(token);
                foreach (var one in counts)
                    before.Add(one.Key, one.Count);
            }

            return Array.ConvertAll(rows, one => new KnownPlace(
                one.Period.Board, (WindowKind)one.Period.Win, ClusterArchives.Bounds(one.Period),
                isHidden ? null : one.Row.Position - before.GetValueOrDefault(one.Row.Period) + 1, one.Row.Score, one.Row.AchievedAt, true));
        },
        cancellation);
}
