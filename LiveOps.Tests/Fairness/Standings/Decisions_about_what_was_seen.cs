using LiveOps.Fairness.Stores;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Standings;

/// <summary>Whoever says what they have seen changes no block that they have not.</summary>
public sealed class Decisions_about_what_was_seen(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void A_longer_block_that_came_meanwhile_is_neither_shortened_nor_lifted(FairnessStores store)
    {
        World world = worlds.New(store);
        long seen = world.Standing("p").HeldUntil, year = world.Now + 365 * TimeSpan.TicksPerDay;
        Assert.Equal(0, seen);
        Assert.Equal("bot farm", world.Decide("p", year, "bot farm", "ann", seen)!.Reason);

        Assert.Null(world.Decide("p", world.Now + 15 * TimeSpan.TicksPerMinute, "spam", "bob", seen));
        Assert.Null(world.Decide("p", 0, "a mistake", "bob", seen));

        StandingAnswer standing = world.Standing("p");
        Assert.Equal(("blocked", "bot farm", year), (standing.Status, standing.Reason, standing.HeldUntil));
        Assert.Equal(["block ann"], world.Audit("p")!.Entries.Select(entry => $"{entry.Action} {entry.By}"));
        Assert.Equal("spam", world.Decide("p", world.Now + 15 * TimeSpan.TicksPerMinute, "spam", "bob", 7, standing.HeldUntil)!.Reason); // who has seen it may
        Assert.Equal("spam, too", world.Block("p", world.Now + TimeSpan.TicksPerHour, "spam, too").Reason); // and who does not say
    }

    [Theory, Every<FairnessStores>]
    public void A_block_that_was_lifted_meanwhile_does_not_come_again(FairnessStores store)
    {
        World world = worlds.New(store);
        long seen = world.Block("p", world.Now + TimeSpan.TicksPerDay, "spam").HeldUntil;
        world.Lift("p", "a mistake");
        Assert.Null(world.Decide("p", world.Now + 365 * TimeSpan.TicksPerDay, "spam", "bob", seen));
        Assert.Equal("ok", world.Standing("p").Status);
    }

    [Theory, Every<FairnessStores>]
    public void Flags_throttling_and_a_block_that_has_ended_keep_nobody_from_deciding(FairnessStores store)
    {
        World world = worlds.New(store);
        long seen = world.Block("p", world.Now + TimeSpan.TicksPerMinute, "spam").HeldUntil;
        world.Wait(61);
        world.Send(Xp("p", 200_000));
        world.Send(Xp("p", 200_000));
        Assert.Equal("throttled", world.Standing("p").Status);
        Assert.Equal("blocked", world.Decide("p", world.Now + TimeSpan.TicksPerHour, "cheating", "ann", seen)!.Status);
        Assert.Equal("ok", world.Decide("p", 0, "a mistake", "ann", world.Standing("p").HeldUntil)!.Status);
        Assert.Equal("ok", world.Decide("p", 0, "again", "ann", 0)!.Status);
    }

    [Theory, Every<FairnessStores>]
    public void A_lift_of_somebody_who_has_nothing_against_them_pushes_nothing_out_of_the_audit(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Block("p", world.Now + TimeSpan.TicksPerDay, "spam");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("ok", world.Lift("nobody", "nothing").Status);
            Assert.Equal("ok", world.Lift("p", "a mistake").Status);
        }

        Assert.Equal(["lift p", "block p"], world.Audit()!.Entries.Select(entry => $"{entry.Action} {entry.PlayerId}"));

        // A flag that counts is something: after the lift two more do not block.
        world.Send(Xp("q", 200_000));
        Assert.Equal("ok", world.Lift("q", "my own test").Status);
        Assert.Single(world.Audit("q")!.Entries);
        world.Send(Xp("q", 200_000));
        Assert.Equal("ok", world.Standing("q").Status);
    }
}
