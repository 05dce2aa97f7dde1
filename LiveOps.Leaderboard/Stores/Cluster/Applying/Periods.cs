using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>Makes boards and opens periods.</summary>
internal sealed class Periods(Gate gate, SharedRanks ranks)
{
    /// <summary>Makes what a plan misses, as far as the newest catalogue misses it; the catalogue after it.</summary>
    public async Task<Catalogue> MakeAsync(Plan plan, PolicyView<LeaderboardPolicy> rules, CancellationToken cancellation) => (await gate.ChangeAsync<object?>(
        "open",
        async (unit, catalogue) =>
        {
            Plan newest = catalogue == plan.Catalogue ? plan : new Plan(plan.Scores, catalogue, rules, plan.Leagues);
            if (!newest.IsIncomplete)
                return null;
            await unit.ExecuteAsync(
                ("boards_add", SqlBatch.Many(newest.MissingBoards, (json, name) =>
                {
                    json.WriteString("name", name);
                    json.WriteBoolean("descending", newest.Newest.RulesOf(name).Descending);
                })),
                ("periods_open", SqlBatch.Many(newest.MissingPeriods, static (json, open) =>
                {
                    json.WriteString("board", open.Board);
                    json.WriteNumber("win", (int)open.Window);
                    json.WriteString("name", open.Period.Name);
                    json.WriteNumber("opens", open.Period.Opens);
                    json.WriteNumber("closes", open.Period.Closes);
                })));
            return (null, 0);
        },
        cancellation)).Catalogue;

    /// <summary>Gives seasons that run the end that the policy gives them now, if another, and closes those that it cancels.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="now">The time.</param>
    /// <param name="since">Since when it is in force.</param>
    /// <param name="leagues">Which leagues are played: their seasons are cancelled with them.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<MovedSeason>> MoveAsync(LeaderboardPolicy policy, long now, long since, LeaguesPolicy leagues, CancellationToken cancellation) => (await gate.ChangeAsync<IReadOnlyList<MovedSeason>>(
        "move",
        async (unit, catalogue) =>
        {
            (StoredPeriod Open, MovedSeason Moved)[] seasons =
                [.. catalogue.InOrder.SelectMany(board => MovedSeason.Of(board.Name, board.Tracks[(int)WindowKind.Seasonal], board.Rules(policy), now, since))];
            if (seasons.Length == 0)
                return null;
            foreach ((StoredPeriod open, MovedSeason moved) in seasons)
                await unit.ExecuteAsync(("period_end", Json.Period(open.Id, ("closes", moved.Is.Closes))));
            (StoredPeriod Open, long Closes)[] cancelled = [.. seasons.Where(season => season.Moved.Cancelled).Select(season => (season.Open, season.Moved.Is.Closes))];
            if (cancelled.Length > 0)
            {
                await unit.ExecuteAsync([
                    .. ClosingSteps.Of(catalogue, cancelled),
                    .. LeagueClosingSteps.Of(catalogue, cancelled, _ => leagues, isCancelled: true, now),
                    ("cancelled_add", SqlBatch.Many(cancelled, static (json, period) => json.WriteNumber("p", period.Open.Id)))]);
            }

            return ([.. seasons.Select(season => season.Moved)], 0);
        },
        cancellation)).Result ?? [];

    /// <summary>
    /// Turns boards around whose order the policy has changed, if any. Ranks of the order to come, left by a replica that died after a former turn, would lack what was
    /// scored since: they are dropped before this is committed, while nobody reads, writes or rebuilds them.
    /// </summary>
    /// <returns>The periods with their ranks of the former order, which nobody asks for any more.</returns>
    public async Task<IReadOnlyList<StoredPeriod>> TurnAsync(LeaderboardPolicy policy, CancellationToken cancellation) => (await gate.ChangeAsync<IReadOnlyList<StoredPeriod>>(
        "turn",
        async (unit, catalogue) =>
        {
            SharedBoard[] turned = [.. catalogue.InOrder.Where(board => board.Descending != policy.RulesOf(board.Name).Descending)];
            if (turned.Length == 0)
                return null;
            StoredPeriod[] of = [.. catalogue.Periods.Values.Where(period => turned.Contains(period.Board))];
            foreach (StoredPeriod period in of)
                await ranks.DropAsync(period.Keys.Turned);
            await unit.ExecuteAsync(("boards_turn", SqlBatch.Many(turned, static (json, board) =>
            {
                json.WriteString("name", board.Name);
                json.WriteBoolean("descending", !board.Descending);
            })));
            return (of, 0);
        },
        cancellation)).Result ?? [];
}
