using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>Closes periods that are due, all in one step and in the order they fell due: whichever replica comes first does it, once.</summary>
internal sealed class Closer(Gate gate, Catalogues catalogues)
{
    /// <summary>Closes what is due: the end of a period, its grace, and the time that is given to what is still on the bus.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="now">The time.</param>
    /// <param name="settle">How long after its grace a period waits for scores that were accepted in time, in ticks.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task CloseAsync(LeaderboardPolicy policy, long now, long settle, CancellationToken cancellation)
    {
        if (Due(await catalogues.RefreshAsync(cancellation), policy, now - settle).Length == 0)
            return;
        await gate.ChangeAsync<object?>(
            "close",
            async (unit, catalogue) =>
            {
                StoredPeriod[] due = Due(catalogue, policy, now - settle);
                if (due.Length == 0)
                    return null; // another replica was first
                await unit.ExecuteAsync(ClosingSteps.Of(catalogue, [.. due.Select(period => (period, period.Period.Closes))]));
                return (null, 0);
            },
            cancellation);
    }

    /// <summary>The periods whose grace is over, in the order they fell due.</summary>
    public static StoredPeriod[] Due(Catalogue catalogue, LeaderboardPolicy policy, long now) =>
        [.. from board in catalogue.InOrder
            from track in board.Tracks
            from period in track.Open
            where period.Period.Closes != long.MaxValue && period.Period.Closes + board.Rules(policy).Grace <= now
            orderby period.Period.Closes + board.Rules(policy).Grace
            select period];
}
