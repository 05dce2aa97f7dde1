using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Applying;

public sealed class Large_groups
{
    private const int Messages = 16, Scores = 700;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_group_of_many_messages_is_several_transactions_and_every_score_counts_once(SqlKind kind)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock());
        BusMessage[] group = [.. Enumerable.Range(0, Messages).Select(number => Message(host.Clock, number))];

        for (int times = 0; times < 2; times++) // at once they would be some 8 MB, more than the tests' MariaDB takes
            await host.Cluster.Get<IBusConsumer>().ApplyAsync(group, TestContext.Current.CancellationToken);

        JsonElement page = await host.JsonAsync("/v1/leaderboards/arena/all?limit=2");
        Assert.Equal(Messages * Scores, page.GetProperty("total").GetInt32());
        Assert.Equal([Messages * Scores - 1, Messages * Scores - 2], page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("score").GetInt32()));
        Assert.Equal(Messages * Scores, await host.Cluster.Database.CountAsync("SELECT count(*) FROM applied"));
    }

    // Of players of their own, with names as long as may be.
    private static BusMessage Message(ManualClock clock, int number)
    {
        var batch = new EventBatchBuilder();
        for (int i = number * Scores; i < (number + 1) * Scores; i++)
        {
            batch.Append(new GameEvent
            {
                Type = EventType.ScoreSubmitted,
                Id = Encoding.ASCII.GetBytes($"score-{i}"),
                PlayerId = Encoding.ASCII.GetBytes($"{i:d64}"),
                Subject = Encoding.ASCII.GetBytes("arena"),
                Value = i,
                OccurredAt = clock.UtcNow.ToUnixTimeMilliseconds(),
            });
        }

        return new BusMessage(BusMessageKind.Events, batch.Seal(clock.Now() + number * Scores).Bytes);
    }
}
