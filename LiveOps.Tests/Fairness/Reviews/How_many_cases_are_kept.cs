using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.State;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Reviews;

/// <summary>Cases take a bounded place: which are forgotten first, and that they are.</summary>
public sealed class How_many_cases_are_kept(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Fact]
    public void The_oldest_decided_case_goes_first_then_the_mildest_watched_one_then_the_mildest_open_one()
    {
        var cases = new Cases(most: 3);
        Raise("a", 1);
        Raise("b", 2);
        Raise("b", 3);
        Raise("c", 4);
        Decide("b", CaseVerdict.Clear, 5);
        Decide("a", CaseVerdict.Watch, 6);
        Raise("d", 7);
        Assert.Equal(["a", "c", "d"], Kept()); // b was decided
        Raise("e", 8);
        Assert.Equal(["c", "d", "e"], Kept()); // a was watched
        Raise("c", 9);
        Raise("d", 10);
        Raise("f", 11);
        Assert.Equal(["c", "d", "e"], Kept()); // f is as mild as e, and younger
        Raise("g", 12);
        Raise("e", 13);
        Assert.Equal(["c", "d", "e"], Kept());
        Assert.Equal(3, cases.Open);

        void Raise(string player, int second) => cases.Add(CaseId.HashOf(player), new Raised(new Flag(player, "rule", $"e{second}", "", "", second * TimeSpan.TicksPerSecond), null, 0));

        void Decide(string player, CaseVerdict verdict, int second)
        {
            Case one = cases.Find(CaseId.HashOf(player))!;
            cases.Replace(CaseId.HashOf(player), one.With(new CaseDecision(verdict, second * TimeSpan.TicksPerSecond, "alice", "", 0)));
        }

        string[] Kept() => [.. cases.All().Select(one => one.PlayerId).Order(StringComparer.Ordinal)];
    }

    [Theory, Every<FairnessStores>]
    public void When_very_many_are_flagged_at_once_the_severe_cases_stay_and_the_decided_ones_are_forgotten(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 20; i++)
        {
            world.Send(Xp($"decided{i}", 200_000));
            world.Send([Xp($"severe{i}", 200_000), Xp($"severe{i}", 200_000)]);
            world.Review($"decided{i}", CaseVerdict.Clear);
        }

        for (int i = 0; i < 14; i++)
            world.Send([.. Enumerable.Range(0, 1000).Select(n => Xp($"p{i}-{n}", 200_000))]);
        Assert.Empty(world.Queue(CaseStatus.Cleared));
        List<Case> open = world.Queue(CaseStatus.Open);
        Assert.InRange(open.Count, Cases.Most * 9 / 10, Cases.Most); // in Redis each shard keeps its part
        Assert.Equal(open.Count, world.OpenReviews());
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"severe{i}").Order(StringComparer.Ordinal), open.Take(20).Select(one => one.PlayerId).Order(StringComparer.Ordinal));
        Assert.All(open.Skip(open.Count - 5), one => Assert.NotNull(world.Case(one.PlayerId)));
    }
}
