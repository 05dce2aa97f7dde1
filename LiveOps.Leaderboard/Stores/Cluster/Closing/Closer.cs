using LiveOps.Core.Policies;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>
/// Closes periods that are due, all in one step and in the order they fell due: whichever replica comes first does it, once. What they earn is by the rules of when they fell due, however late that is:
/// a live event may have left its document since.
/// </summary>
internal sealed class Closer(Gate gate, Catalogues catalogues, LeagueRulings rulings, IPolicies<LeaguesPolicy> leagues)
{
    /// <summary>Closes what is due: the end of a period, its grace, and the time that is given to what is still on the bus.</summary>
    /// <param name="policies">The rules.</param>
    /// <param name="now">The time.</param>
    /// <param name="settle">How long after its grace a period waits for scores that were accepted in time, in ticks.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task CloseAsync(IPolicies<LeaderboardPolicy> policies, long now, long settle, CancellationToken cancellation)
    {
        LeaderboardPolicy policy = (await policies.BetweenAsync(now, now, cancellation)).At(now, out _)!;
        if (Due(await catalogues.RefreshAsync(cancellation), policy, now - settle) is not [var first, ..])
            return;
        // One step more may find more that is due, none of it earlier than what was due before.
        PolicyView<LeaderboardPolicy> versions = await policies.BetweenAsync(LastOf(first, policy), now, cancellation);
        await rulings.RuleAsync(LastOf(first, policy), LastOf(first, policy), cancellation); // what came into force while nobody looked rules what closes after it
        PolicyView<LeaguesPolicy> played = await leagues.BetweenAsync(LastOf(first, policy), now, cancellation);
        await gate.ChangeAsync<object?>(
            "close",
            async (unit, catalogue) =>
            {
                StoredPeriod[] due = Due(catalogue, policy, now - settle);
                if (due.Length == 0)
                    return null; // another replica was first
                (StoredPeriod, long)[] closing = [.. due.Select(period => (period, period.Period.Closes))];
                await unit.ExecuteAsync([
                    .. ClosingSteps.Of(catalogue, closing), RewardSteps.Due(due, period => versions.At(LastOf(period, policy), out _) ?? policy, now),
                    .. LeagueClosingSteps.Of(catalogue, closing, period => played.At(LastOf(period, policy), out _) ?? LeaguesPolicy.Default, isCancelled: false, now)]);
                return (null, 0);
            },
            cancellation);
    }

    // The last moment before it was due: what came into force at the moment itself came after the closing.
    private static long LastOf(StoredPeriod period, LeaderboardPolicy policy) => period.Period.Closes + period.Board.Rules(policy).Grace - 1;

    /// <summary>The periods whose grace is over, in the order they fell due.</summary>
    public static StoredPeriod[] Due(Catalogue catalogue, LeaderboardPolicy policy, long now) =>
        [.. from board in catalogue.InOrder
            from track in board.Tracks
            from period in track.Open
            where period.Period.Closes != long.MaxValue && period.Period.Closes + board.Rules(policy).Grace <= now
            orderby period.Period.Closes + board.Rules(policy).Grace
            select period];
}
