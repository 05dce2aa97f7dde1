using LiveOps.Core.Bus;
using LiveOps.Core.Rewards;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>Tells the bus what players earned by their rank, at least once, in any replica: what has been told is deleted after it. Whoever tells it again grants nothing more.</summary>
internal sealed class RewardsTold(SqlDatabase<LeaderboardContext> database, IEventBus bus)
{
    private const int Chunk = 5000;

    /// <summary>Tells all that is owed.</summary>
    /// <exception cref="BusUnavailableException">The bus cannot be had: it stays owed.</exception>
    public async Task TellAsync(CancellationToken cancellation)
    {
        OwedRewardRow[] owed;
        do
        {
            owed = await database.ReadAsync("rewards", (context, token) => context.OwedRewards.OrderBy(row => row.Id).Take(Chunk).ToArrayAsync(token), cancellation);
            if (owed.Length == 0)
                return;
            foreach (IGrouping<(string Reward, long At), OwedRewardRow> rows in owed.GroupBy(row => (row.Reward, row.At)))
            {
                foreach (RankRewards earned in RankRewards.Of(rows.Key.Reward, rows.Key.At, rows.Select(row => new RewardedPlayer(row.Player, row.ReachedAt))))
                    await bus.PublishAsync(new BusMessage(BusMessageKind.Rewards, earned.ToBytes()), cancellation);
            }

            await database.TransactAsync("rewards", unit => unit.ExecuteAsync(("rewards_told", SqlBatch.Many(owed, static (json, row) => json.WriteNumber("i", row.Id)))), cancellation);
        }
        while (owed.Length == Chunk);
    }
}
