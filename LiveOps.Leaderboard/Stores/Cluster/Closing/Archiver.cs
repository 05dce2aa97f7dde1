using System.Data.Common;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>
/// Archives closed periods: everyone's entry in order, hidden players' too, in one transaction. Until it commits the period is read from
/// its ranks. Whichever replica locks the period's row first does it; another finds it done.
/// </summary>
internal sealed class Archiver(SqlDatabase<LeaderboardContext> database, SharedRanks ranks)
{
    private const int Chunk = 20_000;

    /// <summary>Archives a period.</summary>
    public async Task ArchiveAsync(StoredPeriod period, CancellationToken cancellation)
    {
        await database.TransactAsync(
            "archive",
            async unit =>
            {
                // Behind the gate with those who write: nobody is hidden or erased meanwhile.
                await unit.ExecuteAsync(("gate_share", Json.Gate));
                if (!await ClaimAsync(unit, period.Id))
                    return false;
                int total = 0, chunk;
                do
                {
                    chunk = await unit.ExecuteAsync(("archive", Json.Period(period.Id, ("sign", period.Board.Descending ? -1 : 1), ("limit", Chunk))));
                    total += chunk;
                }
                while (chunk > 0);
                await unit.ExecuteAsync([
                    .. RewardSteps.Earn(period.Id),
                    ("period_set", Json.Period(period.Id, ("state", total == 0 ? PeriodState.Forgotten : PeriodState.Archived), ("total", total))),
                    ("gate_move", SqlBatch.One(json =>
                    {
                        json.WriteNumber("gate", 1);
                        json.WriteNumber("floor", 0);
                    }))]);
                return true;
            },
            cancellation);
        await ranks.DropAsync(period.Keys);
    }

    private static async Task<bool> ClaimAsync(SqlUnit unit, int period)
    {
        await using DbDataReader rows = await unit.ReadAsync(("period_claim", Json.Period(period, ("state", PeriodState.Closed))));
        return await rows.ReadAsync(unit.Cancellation);
    }
}
