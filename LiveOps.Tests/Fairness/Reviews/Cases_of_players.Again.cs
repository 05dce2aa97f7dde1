using LiveOps.Core.Bus;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Reviews;

/// <content>What opens a case again, and which blocks are whose.</content>
public sealed partial class Cases_of_players
{
    [Theory, Every<FairnessStores>]
    public void A_flag_after_a_clear_or_an_ended_block_opens_the_case_again_and_counts_alone(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000));
        world.Review("p", CaseVerdict.Clear);
        world.Wait(3600);
        world.Send(Xp("p", 200_000));
        Case again = world.Case("p")!;
        Assert.Equal((CaseStatus.Open, 3, 2, world.Now / TimeSpan.TicksPerSecond), (again.Status, again.Severity, again.Flags.Count, again.OpenedAt / TimeSpan.TicksPerSecond));
        Assert.Equal([false, true], again.Flags.Select((_, at) => again.IsSettled(at)));

        world.Review("p", CaseVerdict.Block, seconds: 60);
        world.Wait(61);
        Assert.Equal(CaseStatus.Blocked, world.Case("p")!.Status);
        world.Send(Xp("p", 200_000));
        Assert.Equal((CaseStatus.Open, 3), (world.Case("p")!.Status, world.Case("p")!.Severity));

        // Taken back one after the other, all that was settled counts again.
        world.Review("p", CaseVerdict.Undo);
        world.Review("p", CaseVerdict.Undo);
        Assert.Equal((CaseStatus.Open, 9), (world.Case("p")!.Status, world.Case("p")!.Severity));
    }

    [Theory, Every<FairnessStores>]
    public void A_flag_after_a_block_that_was_lifted_or_made_shorter_by_hand_opens_the_case_again(FairnessStores store)
    {
        World world = worlds.New(store);
        foreach (string player in (string[])["lifted", "shortened"])
        {
            world.Send(Xp(player, 200_000));
            world.Review(player, CaseVerdict.Block, seconds: 86_400);
            world.Wait(1);
            world.Block(player, player == "lifted" ? 0 : world.Now + TimeSpan.TicksPerMinute, "by hand");
            world.Wait(3600);
            world.Send(Xp(player, 200_000));
            Assert.Equal((CaseStatus.Open, 3), (world.Case(player)!.Status, world.Case(player)!.Severity));
        }

        Assert.Equal(2, world.OpenReviews());
    }

    [Theory, Every<FairnessStores>]
    public void A_flag_that_learning_raises_after_the_decision_is_not_settled_however_old_its_event_is(FairnessStores store)
    {
        World world = worlds.New(store);
        Learned(world, "p");
        byte[] late = world.Batch([Score("p", 90_000)]).Bytes.ToArray();
        world.Wait(1);
        world.Send(Xp("p", 200_000));
        long flagged = world.Case("p")!.FlaggedAt;
        world.Wait(10);
        world.Review("p", CaseVerdict.Clear);
        long cleared = world.Now;
        world.Publish(new BusMessage(BusMessageKind.Events, late));
        Case again = world.Case("p")!;
        Assert.Equal((CaseStatus.Open, 1, flagged, cleared), (again.Status, again.Severity, again.FlaggedAt, again.OpenedAt));
        Assert.Equal([("score-jump", false), ("xp-amount", true)], again.Flags.Select((flag, at) => (flag.Rule, again.IsSettled(at))));
        Assert.DoesNotContain(again.Decisions, decision => decision.Version == again.Version); // it was a flag that changed it
    }

    [Theory, Every<FairnessStores>]
    public void A_case_that_is_watched_stays_so_while_flags_raise_its_severity(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000));
        Assert.Equal(3, world.Review("p", CaseVerdict.Watch).Case!.Severity);
        world.Wait(3600);
        world.Send(Xp("p", 200_000));
        Assert.Equal((CaseStatus.Watched, 6), (world.Case("p")!.Status, world.Case("p")!.Severity));
        Assert.Equal("p", Assert.Single(world.Queue(CaseStatus.Watched)).PlayerId);
        Assert.Empty(world.Queue(CaseStatus.Open));
    }

    [Theory, Every<FairnessStores>]
    public void Only_a_block_of_this_case_is_lifted_with_the_decision_that_takes_its_place(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000));
        world.Review("p", CaseVerdict.Block);
        world.Wait(1);
        Assert.Equal(CaseStatus.Cleared, world.Review("p", CaseVerdict.Clear).Case!.Status);
        Assert.Equal("ok", world.Standing("p").Status);

        world.Review("p", CaseVerdict.Block);
        world.Wait(1);
        world.Block("p", world.Now + TimeSpan.TicksPerHour, "a chargeback");
        Assert.Equal(CaseStatus.Open, world.Review("p", CaseVerdict.Undo).Case!.Status);
        Assert.Equal(("blocked", "a chargeback"), (world.Standing("p").Status, world.Standing("p").Reason));
    }

    [Theory, Every<FairnessStores>]
    public void A_block_that_came_otherwise_is_never_made_shorter_and_holds_again_after_one_that_was_longer(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000));
        long until = world.Now + 3650 * TimeSpan.TicksPerDay;
        world.Block("p", until, "a chargeback");
        Assert.Equal(CaseStatus.Blocked, world.Review("p", CaseVerdict.Block, "a bot").Case!.Status);
        Assert.Equal((Times.Utc(until), "a chargeback"), (world.Standing("p").Until, world.Standing("p").Reason));
        world.Wait(1);
        Assert.Equal(CaseStatus.Open, world.Review("p", CaseVerdict.Undo).Case!.Status);
        Assert.Equal((Times.Utc(until), "a chargeback"), (world.Standing("p").Until, world.Standing("p").Reason));

        world.Send(Xp("q", 200_000));
        until = world.Now + TimeSpan.TicksPerHour;
        world.Block("q", until, "a chargeback");
        world.Review("q", CaseVerdict.Block, "a bot", seconds: 86_400);
        world.Review("q", CaseVerdict.Block, "a tool", seconds: 7200); // its own may be made shorter
        Assert.Equal((Times.Utc(world.Now + 2 * TimeSpan.TicksPerHour), "a tool"), (world.Standing("q").Until, world.Standing("q").Reason));
        world.Wait(1);
        world.Review("q", CaseVerdict.Clear);
        Assert.Equal((Times.Utc(until), "a chargeback"), (world.Standing("q").Until, world.Standing("q").Reason));
    }

    [Theory, Every<FairnessStores>]
    public void With_a_block_that_is_taken_back_neither_a_throttling_ends_nor_the_flags_that_led_to_it(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000), Xp("p", 200_000));
        string? reason = world.Standing("p").Reason;
        world.Review("p", CaseVerdict.Block, "a bot");
        world.Wait(1);
        world.Review("p", CaseVerdict.Undo);
        Assert.Equal(("throttled", reason), (world.Standing("p").Status, world.Standing("p").Reason));
        world.Send(Xp("p", 200_000));
        Assert.Equal(("blocked", "3 flags within 600 s"), (world.Standing("p").Status, world.Standing("p").Reason));
    }
}
