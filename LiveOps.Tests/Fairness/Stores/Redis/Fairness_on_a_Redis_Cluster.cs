using System.Globalization;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Reviews;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>A server in cluster mode refuses every command and script whose keys are not all of one slot.</summary>
public sealed class Fairness_on_a_Redis_Cluster(ClusterPlace place) : IClassFixture<ClusterPlace>
{
    [Fact]
    public void All_that_it_does_stays_within_a_slot()
    {
        var world = new RedisWorld(place);
        TestEvent[] events = [.. Enumerable.Range(0, 200).SelectMany(i => (TestEvent[])[Score($"p{i}", 100), Xp($"p{i}", 200_000, string.Create(CultureInfo.InvariantCulture, $"e{i:000}"))])];
        Assert.Equal(200, world.Send(events).Count(verdict => verdict.Kind == VerdictKind.Implausible));
        for (int i = 0; i < 12; i++)
            world.Send(Score("p7", 100 + i % 2));
        world.Send(Score("p7", 100_000));
        Assert.Equal(2, world.Standing("p7").Flags!.Count);
        Assert.Equal("blocked", world.Block("p8", world.Now + TimeSpan.TicksPerHour, "fraud").Status);
        Assert.Equal(CaseEnd.Done, world.Review("p10", CaseVerdict.Block).End);
        Assert.Equal(199, world.Queue(CaseStatus.Open).Count);
        Assert.Equal(199, world.OpenReviews());
        world.Erase("p9");
        Assert.Equal(198, world.OpenReviews());
        Assert.Empty(world.Standing("p9").Flags!);
        Assert.Equal(200, world.Flags(limit: 500)!.Entries.Count);
        Assert.Equal("p8", Assert.Single(world.Audit("p8")!.Entries).PlayerId);
    }
}

/// <summary>A cluster of one node, which has all slots.</summary>
public sealed class ClusterPlace : RedisPlace
{
    private protected override Task<RedisServer> StartServerAsync() => RedisServer.StartClusterAsync();
}
