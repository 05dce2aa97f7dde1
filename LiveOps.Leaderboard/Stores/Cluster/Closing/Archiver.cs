using System.Data.Common;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>
/// Archives closed periods: everyone's entry in order, hidden players' too, in one transaction. Until it commits the period is read from
/// its ranks. Whichever replica locks the period's row first does it; another finds it done.
/// </summary>
internal sealed class Archiver(SqlDatabase<LeaderboardContext> database, SharedRanks ranks, WantedNotices wanted, TimeProvider clock)
{
    private const int Chunk = 20_000;

    /// <summary>Archives a period, and tells that it has closed.</summary>
    public async Task ArchiveAsync(StoredPeriod period, bool cancelled, CancellationToken cancellation)
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
                await TellAsync(unit, period, cancelled);
                return true;
            },
            cancellation);
        await ranks.DropAsync(period.Keys);
    }

    private async Task TellAsync(SqlUnit unit, StoredPeriod period, bool cancelled)
    {
        NoticeBuffer notices = wanted.Begin();
        if (!notices.Wants(NoticeType.PeriodClosed))
            return;
        long total;
        await using (DbDataReader rows = await unit.ReadAsync(("archive_ranked", Json.Period(period.Id))))
        {
            await rows.ReadAsync(unit.Cancellation);
            total = rows.GetInt64(0);
        }

        string window = WindowKinds.Name(period.Window);
        notices.Add(NoticeType.PeriodClosed, $"{period.Board.Name}/{window}/{period.Period.Name}", clock.Now(), json =>
        {
            json.WriteString("board", period.Board.Name);
            json.WriteString("window", window);
            json.WriteString("period", period.Period.Name);
            json.WriteTime("opensAt", period.Period.Opens);
            json.WriteTime("closesAt", period.Period.Closes);
            json.WriteNumber("total", total);
            json.WriteBoolean("cancelled", cancelled);
        });
        await unit.ExecuteAsync(NoticeSteps.Write(notices));
    }

    private static async Task<bool> ClaimAsync(SqlUnit unit, int period)
    {
        await using DbDataReader rows = await unit.ReadAsync(("period_claim", Json.Period(period, ("state", PeriodState.Closed))));
        return await rows.ReadAsync(unit.Cancellation);
    }
}
