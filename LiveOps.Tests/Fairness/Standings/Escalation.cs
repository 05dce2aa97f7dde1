using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Standings;

public sealed class Escalation(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void Two_flags_throttle_and_three_within_ten_minutes_block_for_fifteen(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000));
        Assert.Equal("ok", world.Standing("p").Status);
        world.Wait(60);
        world.Send(Xp("p", 200_000));
        StandingAnswer throttled = world.Standing("p");
        Assert.Equal(("throttled", world.Clock.UtcNow.UtcDateTime.AddMinutes(10)), (throttled.Status, throttled.Until));
        world.Wait(539);
        world.Send(Xp("p", 200_000));
        StandingAnswer blocked = world.Standing("p");
        Assert.Equal(("blocked", world.Clock.UtcNow.UtcDateTime.AddMinutes(15)), (blocked.Status, blocked.Until));
        Assert.Equal("3 flags within 600 s", blocked.Reason);
        Assert.Equal(3, blocked.Flags!.Count);

        Verdict verdict = world.Send(Xp("p", 1));
        Assert.Equal((VerdictKind.Blocked, 900), (verdict.Kind, verdict.RetryAfter));
        Assert.Equal("Blocked until 2026-11-20T12:24:59Z: 3 flags within 600 s.", verdict.Detail);
    }

    [Theory, Every<FairnessStores>]
    public void Three_flags_over_more_than_ten_minutes_do_not_block(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 5; i++)
        {
            Assert.NotEqual(VerdictKind.Blocked, world.Send(Xp("p", 200_000)).Kind);
            world.Wait(301);
        }

        Assert.NotEqual("blocked", world.Standing("p").Status);
    }

    [Theory, Every<FairnessStores>]
    public void The_fourth_event_of_the_same_batch_is_refused_already(FairnessStores store) =>
        Assert.Equal([VerdictKind.Implausible, VerdictKind.Implausible, VerdictKind.Implausible, VerdictKind.Blocked, VerdictKind.Accepted],
            worlds.New(store).Send([.. Enumerable.Repeat(Xp("p", 200_000), 3), Xp("p", 1), Xp("q", 1)]).Select(verdict => verdict.Kind));

    [Theory, Every<FairnessStores>]
    public void A_block_ends_by_itself_and_its_flags_do_not_count_again(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        world.Wait(899.9);
        Assert.Equal(VerdictKind.Blocked, world.Send(Xp("p", 1)).Kind);
        world.Wait(0.2);
        Assert.Equal(VerdictKind.Accepted, world.Send(Xp("p", 1)).Kind);
        Assert.Equal("ok", world.Standing("p").Status);
        world.Send(Xp("p", 200_000));
        Assert.Equal("ok", world.Standing("p").Status);
        Assert.Equal(4, world.Standing("p").Flags!.Count);
    }

    [Theory, Every<FairnessStores>]
    public void Three_flagged_scores_block_although_they_were_accepted(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 12; i++)
            world.Send(Score("p", 100 + i));
        Assert.Equal(VerdictKind.Accepted, world.Send(Score("p", 2_000)).Kind);
        Assert.Equal(VerdictKind.Accepted, world.Send(Score("p", 30_000)).Kind);
        Assert.Equal(VerdictKind.Accepted, world.Send(Score("p", 500_000)).Kind);
        Assert.Equal(VerdictKind.Blocked, world.Send(Score("p", 1)).Kind);
    }

    [Theory, Every<FairnessStores>]
    public void A_throttled_player_gets_a_fifth_of_the_rate(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000), Xp("p", 200_000));
        world.Wait(60);
        Assert.Equal(20, world.Send([.. Enumerable.Repeat(Xp("p", 1), 50)]).Count(verdict => verdict.Kind == VerdictKind.Accepted));
        world.Wait(1);
        Assert.Equal(10, world.Send([.. Enumerable.Repeat(Xp("p", 1), 50)]).Count(verdict => verdict.Kind == VerdictKind.Accepted));
    }

    [Theory, Every<FairnessStores>]
    public void A_lift_ends_it_at_once_and_starts_the_count_anew(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        world.Wait(1);
        world.Lift("p", "a test");
        Assert.Equal("ok", world.Standing("p").Status);
        world.Wait(1);
        Assert.Equal([VerdictKind.Accepted, VerdictKind.Implausible, VerdictKind.Implausible, VerdictKind.Accepted],
            world.Send(Xp("p", 1), Xp("p", 200_000), Xp("p", 200_000), Xp("p", 1)).Select(verdict => verdict.Kind));
    }

    [Theory, Every<FairnessStores>]
    public void Automatic_blocks_never_shorten_an_operators(FairnessStores store)
    {
        World world = worlds.New(store);
        long until = world.Now + TimeSpan.TicksPerDay;
        world.Send(Xp("p", 200_000), Xp("p", 200_000));
        world.Block("p", until, "chargeback");
        Assert.Equal(VerdictKind.Blocked, world.Send(Xp("p", 200_000)).Kind);
        Assert.Equal((Times.Utc(until), "chargeback"), (world.Standing("p").Until, world.Standing("p").Reason));
    }

    [Theory, Every<FairnessStores>]
    public void Every_decision_is_audited(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        world.Wait(1);
        world.Lift("p", "my own test");
        var entries = world.Audit()!.Entries;
        Assert.Equal([("lift", "alice", "my own test"), ("block", "policy", "3 flags within 600 s, the last by rule xp-amount"), ("throttle", "policy", "2 flags within 600 s, the last by rule xp-amount")],
            entries.Select(entry => (entry.Action, entry.By, entry.Reason)));
    }
}
