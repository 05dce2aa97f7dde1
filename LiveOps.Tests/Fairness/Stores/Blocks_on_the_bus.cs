using LiveOps.Core.Verdicts;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Stores;

public sealed class Blocks_on_the_bus(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void A_block_by_a_rule_is_announced_once_and_an_operators_and_a_lift_after_it_with_higher_numbers(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 2)]); // throttled: nothing of a block
        Assert.Empty(world.Announced());
        world.Send(Xp("p", 200_000));
        PlayerBlock byRule = Assert.Single(world.Announced());
        Assert.Equal(("p", world.Now + TimeSpan.FromMinutes(15).Ticks), (byRule.PlayerId, byRule.Until));
        Assert.Empty(world.Announced());

        world.Block("p", world.Now + 77, "fraud");
        PlayerBlock byOperator = Assert.Single(world.Announced());
        Assert.Equal(("p", world.Now + 77), (byOperator.PlayerId, byOperator.Until));
        world.Lift("p", "a mistake");
        PlayerBlock lifted = Assert.Single(world.Announced());
        Assert.Equal(("p", 0), (lifted.PlayerId, lifted.Until));
        Assert.True(byRule.Number < byOperator.Number && byOperator.Number < lifted.Number);
    }

    [Theory, Every<FairnessStores>]
    public void Of_several_decisions_about_a_player_the_last_is_announced(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Block("p", world.Now + 5, "fraud");
        world.Lift("p", "a mistake");
        world.Block("q", world.Now + 6, "fraud");
        world.Block("p", world.Now + 7, "fraud after all");
        Assert.Equal([("p", world.Now + 7), ("q", world.Now + 6)], world.Announced().OrderBy(block => block.PlayerId).Select(block => (block.PlayerId, block.Until)));
    }

    [Theory, Every<FairnessStores>]
    public void Who_is_erased_before_it_was_announced_is_not_named(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Block("p", world.Now + 5, "fraud");
        world.Erase("p");
        Assert.Empty(world.Announced());
    }

    [Theory, Every<FairnessStores>]
    public void What_could_not_be_said_is_said_later(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Bus.IsDown = true;
        world.Block("p", world.Now + 5, "fraud");
        Assert.Throws<LiveOps.Core.Bus.BusUnavailableException>(() => world.Announced());
        world.Bus.IsDown = false;
        Assert.Equal("p", Assert.Single(world.Announced()).PlayerId);
    }
}
