using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Stores;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Learning;

public sealed class Learning_from_the_bus(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void A_message_that_comes_again_teaches_nothing_more(FairnessStores store)
    {
        World world = worlds.New(store);
        // Nine scores: a tenth would let the next be judged.
        BusMessage message = Message(world, [.. Enumerable.Range(0, 9).Select(i => Score("p", 100))]);
        world.Publish(message);
        world.Publish(message);
        world.Send(Score("p", 100_000));
        Assert.Empty(world.Standing("p").Flags!);
        world.Send(Score("p", 10_000_000));
        Assert.Equal("score-jump", Assert.Single(world.Standing("p").Flags!).Rule);
    }

    [Theory, Every<FairnessStores>]
    public void An_event_that_stands_in_two_messages_is_learned_once(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 9; i++)
            world.Publish(Message(world, [Score("p", 100, id: $"e{i}"), Score("p", 100, id: $"e{Math.Max(0, i - 1)}"), Score("other", 1)]));
        world.Send(Score("p", 100_000));
        Assert.Empty(world.Standing("p").Flags!);
    }

    [Theory, Every<FairnessStores>]
    public void What_was_accepted_without_verdicts_is_judged_when_it_is_learned(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Publish(Message(world, [Xp("p", 200_000), Xp("p", 300_000), Xp("q", 1)], unverified: true));
        StandingAnswer standing = world.Standing("p");
        Assert.Equal(("throttled", 2), (standing.Status, standing.Flags!.Count));
        Assert.Equal(["xp-amount", "xp-amount"], standing.Flags!.Select(flag => flag.Rule));
        Assert.Empty(world.Standing("q").Flags!);
        Assert.Equal(VerdictKind.Implausible, world.Ask([Xp("p", 400_000)])[0].Kind);
        Assert.Equal("blocked", world.Standing("p").Status);
    }

    [Theory, Every<FairnessStores>]
    public void Somebody_erased_begins_anew(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 12; i++)
            world.Send(Score("p", 100));
        world.Send(Score("p", 90_000));
        Assert.Single(world.Standing("p").Flags!);
        world.Erase("p");
        Assert.Empty(world.Standing("p").Flags!);
        world.Send(Score("p", 90_000));
        Assert.Empty(world.Standing("p").Flags!);
    }

    [Theory, Every<FairnessStores>]
    public void Erasing_is_no_way_out_of_a_block_which_stays_without_its_story(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        StandingAnswer before = world.Standing("p");
        world.Erase("p");
        StandingAnswer after = world.Standing("p");
        Assert.Equal(("blocked", before.Until, "blocked before the player was erased"), (after.Status, after.Until, after.Reason));
        Assert.Empty(after.Flags!);
        Assert.Equal(VerdictKind.Blocked, world.Send(Xp("p", 1)).Kind);
        world.Wait(901);
        Assert.Equal(VerdictKind.Accepted, world.Send(Xp("p", 1)).Kind);
    }

    private static BusMessage Message(World world, IReadOnlyList<TestEvent> events, bool unverified = false) =>
        new(BusMessageKind.Events, world.Batch(events, unverified).Bytes.ToArray());
}
