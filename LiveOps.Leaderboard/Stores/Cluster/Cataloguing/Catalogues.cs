using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>The replica's copy of the catalogue. Readers may see one that is a second old; writers compare its version under the gate.</summary>
internal sealed class Catalogues(SqlDatabase<LeaderboardContext> database)
{
    private volatile Catalogue? _current;

    /// <summary>The one at hand, read first if there is none.</summary>
    public ValueTask<Catalogue> GetAsync() => _current is { } current ? new(current) : new(RefreshAsync());

    /// <summary>The newest.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be had.</exception>
    public async Task<Catalogue> RefreshAsync(CancellationToken cancellation = default)
    {
        Catalogue? current = _current;
        Catalogue read = await database.ReadAsync(
            "catalogue",
            async (context, token) =>
            {
                while (true)
                {
                    GateRow gate = await context.Gate.SingleAsync(token);
                    if (gate.Version == current?.Version)
                        return current;
                    BoardRow[] boards = await context.Boards.ToArrayAsync(token);
                    TrackRow[] tracks = await context.Tracks.ToArrayAsync(token);
                    PeriodRow[] periods = await context.Periods.Where(row => row.State <= PeriodState.Archived).ToArrayAsync(token);
                    string[] hidden = await context.Hidden.Select(row => row.Player).ToArrayAsync(token);
                    BlockedRow[] blocked = await context.Blocked.ToArrayAsync(token);
                    DroppedRow[] dropped = await context.Dropped.ToArrayAsync(token);
                    CancelledRow[] cancelled = await context.Cancelled.ToArrayAsync(token);
                    LeagueRow[] leagues = await context.Leagues.ToArrayAsync(token);
                    long ruled = await context.LeaguesRuled.Select(row => row.Since).SingleAsync(token);
                    // Each of these saw its own moment: only if nothing moved meanwhile do they belong together.
                    if ((await context.Gate.SingleAsync(token)).Version == gate.Version)
                        return new Catalogue(gate, boards, tracks, periods, hidden, blocked, dropped, cancelled, leagues, ruled);
                }
            },
            cancellation);
        // An older one that was read slowly does not replace a newer one.
        while (_current is var seen && (seen is null || seen.Version < read.Version) && Interlocked.CompareExchange(ref _current, read, seen) != seen)
        {
        }

        return _current!;
    }
}
