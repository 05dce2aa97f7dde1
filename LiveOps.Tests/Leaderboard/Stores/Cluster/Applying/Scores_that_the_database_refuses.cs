using System.Data.Common;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Applying;

/// <summary>A message that the database can never take is a dead letter, and none of the others waits for it or counts twice.</summary>
public sealed class Scores_that_the_database_refuses
{
    private const string All = "/v1/leaderboards/arena/all";

    [Theory, ClassData(typeof(SqlKinds))]
    public Task Of_an_entry_that_is_there_stand_alone_and_count_once_when_they_are_replayed(SqlKind kind) => RefuseAsync(kind, isThere: true);

    [Theory, ClassData(typeof(SqlKinds))]
    public Task Of_an_entry_that_is_new_stand_alone_and_count_once_when_they_are_replayed(SqlKind kind) => RefuseAsync(kind, isThere: false);

    private static async Task RefuseAsync(SqlKind kind, bool isThere)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock(), """{"boards":{"arena":{"operator":"sum"}}}""");
        await host.ScoreAsync("ann", "arena", 1);
        if (isThere)
            await host.ScoreAsync("bob", "arena", 1);
        await host.Cluster.Database.ExecuteAsync("ALTER TABLE scores ADD CONSTRAINT small CHECK (score < 100)");
        using var applier = new GroupApplier(host.Cluster.Get<IBusConsumer>(), new BusMetrics(host.Cluster.Get<IMetricFactory>(), TimeProvider.System), TimeProvider.System, NullLogger<GroupApplier>.Instance);
        BusMessage[] group = [Message(host, "ann", 2), Message(host, "bob", 500), new BusMessage(BusMessageKind.Events, new byte[] { 1, 2, 3 }), Message(host, "cleo", 4)];

        Exception?[]? failures = await applier.ApplyAsync(group, TestContext.Current.CancellationToken);

        Assert.Equal([null, true, false, null], failures!.Select(failure => failure is null ? (bool?)null : failure is DbException));
        Assert.Equal(isThere ? "1 cleo 4, 2 ann 3, 3 bob 1" : "1 cleo 4, 2 ann 3", await host.RanksAsync(All));
        await host.Cluster.Database.ExecuteAsync("ALTER TABLE scores DROP CONSTRAINT small");
        Assert.Null(await applier.ApplyAsync([group[1]], TestContext.Current.CancellationToken));
        Assert.Null(await applier.ApplyAsync([group[1], group[0]], TestContext.Current.CancellationToken));
        Assert.Equal($"1 bob {(isThere ? 501 : 500)}, 2 cleo 4, 3 ann 3", await host.RanksAsync(All));
    }

    private static BusMessage Message(LeaderboardHost host, string player, long score)
    {
        var batch = new EventBatchBuilder();
        batch.Append(new GameEvent
        {
            Type = EventType.ScoreSubmitted,
            Id = Encoding.ASCII.GetBytes($"of-{player}"),
            PlayerId = Encoding.ASCII.GetBytes(player),
            Subject = Encoding.ASCII.GetBytes("arena"),
            Value = score,
            OccurredAt = host.Clock.UtcNow.ToUnixTimeMilliseconds(),
        });
        return new BusMessage(BusMessageKind.Events, batch.Seal(host.Clock.Now() + score).Bytes);
    }
}
