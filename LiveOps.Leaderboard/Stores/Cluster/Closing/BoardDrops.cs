using LiveOps.Core.Audit;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>
/// Drops boards: in one transaction with the gate alone the board and its tracks are deleted and its periods forgotten, under names that no period bears, so that a board
/// of the same name may be made at once, and so are the seasons of leagues on it; <see cref="Keeping"/> deletes what they hold. Its ranks are never read again: a board that is made anew has other keys.
/// </summary>
internal sealed class BoardDrops(Gate gate, SqlDatabase<LeaderboardContext> database, SharedRanks ranks, LeagueSettling leagues, IPolicies<LeaderboardPolicy> policy, IHostApplicationLifetime lifetime)
{
    /// <summary>Drops a board.</summary>
    public async Task<Answer<DroppedBoard>> DropAsync(string board, AuditEntry audit)
    {
        await SettleAsync(board); // what has closed has its effect
        long scores = await CountAsync(board);
        StoredPeriod[] ranked = [];
        ReadOnlyMemory<byte> named = Json.Board(board);
        (int? periods, _) = await gate.ChangeAsync<int?>(
            "drop",
            async (unit, catalogue) =>
            {
                if (!catalogue.Boards.ContainsKey(board))
                    return null;
                int[] played = [.. catalogue.Leagues.Values.Where(league => league.Board == board).Select(league => league.Id).Order()];
                ranked = [.. catalogue.Periods.Values.Where(period => period.Board.Name == board)];
                int forgotten = await unit.ExecuteAsync(("board_drop_periods", named));
                await unit.ExecuteAsync(("league_seasons_drop", Json.Leagues(played)), ("league_parts_drop", Json.LeagueParts(played, [])));
                await unit.ExecuteAsync(("board_drop_tracks", named), ("board_drop", named), ("board_dropped", named));
                await unit.ExecuteAsync(AuditSteps.Write(audit with { Before = AuditJson.Before(new DroppedBoard(board, forgotten, scores, false)), After = AuditJson.Dropped }));
                return (forgotten, 0);
            });
        bool isNamed = policy.Current.Boards.ContainsKey(board);
        if (periods is null)
            return isNamed ? new DroppedBoard(board, 0, 0, isNamed) : NotFound.Board(board);
        await DropRanksAsync(ranked);
        return new DroppedBoard(board, periods.Value, scores, isNamed);
    }

    private async Task SettleAsync(string board)
    {
        try
        {
            await leagues.SettleAsync(board, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException e)
        {
            throw new StoreUnavailableException("sql", "has leagues of the board that are still being closed, and this replica stops", e);
        }
    }

    private async Task DropRanksAsync(StoredPeriod[] ranked)
    {
        try
        {
            foreach (StoredPeriod period in ranked)
                await ranks.DropAsync(period.Keys);
        }
        catch (StoreUnavailableException)
        {
            // The board is dropped all the same: what is left costs memory, and most of it expires.
        }
    }

    private Task<long> CountAsync(string board) => database.ReadAsync(
        "drop",
        async (context, token) =>
            await context.Periods.Where(row => row.Board == board && (row.State == PeriodState.Archived || row.State == PeriodState.Done)).SumAsync(row => (long)row.Total, token)
            + await context.Scores.LongCountAsync(row => context.Periods.Any(period => period.Id == row.Period && period.Board == board && period.State <= PeriodState.Closed), token),
        default);
}
