using LiveOps.Core.Verdicts;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Stores;

public abstract class Blocks_on_the_bus
{
    private World _world => field ??= New();

    private protected abstract World New();

    [Fact]
    public void A_block_by_a_rule_is_announced_once_and_an_operators_and_a_lift_after_it_with_higher_numbers()
    {
        _world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 2)]); // throttled: nothing of a block
        Assert.Empty(_world.Announced());
        _world.Send(Xp("p", 200_000));
        PlayerBlock byRule = Assert.Single(_world.Announced());
        Assert.Equal(("p", _world.Now + TimeSpan.FromMinutes(15).Ticks), (byRule.PlayerId, byRule.Until));
        Assert.Empty(_world.Announced());

        _world.Block("p", _world.Now + 77, "fraud");
        PlayerBlock byOperator = Assert.Single(_world.Announced());
        Assert.Equal(("p", _world.Now + 77), (byOperator.PlayerId, byOperator.Until));
        _world.Lift("p", "a mistake");
        PlayerBlock lifted = Assert.Single(_world.Announced());
        Assert.Equal(("p", 0), (lifted.PlayerId, lifted.Until));
        Assert.True(byRule.Number < byOperator.Number && byOperator.Number < lifted.Number);
    }

    [Fact]
    public void Of_several_decisions_about_a_player_the_last_is_announced()
    {
        _world.Block("p", _world.Now + 5, "fraud");
        _world.Lift("p", "a mistake");
        _world.Block("q", _world.Now + 6, "fraud");
        _world.Block("p", _world.Now + 7, "fraud after all");
        Assert.Equal([("p", _world.Now + 7), ("q", _world.Now + 6)], _world.Announced().OrderBy(block => block.PlayerId).Select(block => (block.PlayerId, block.Until)));
    }

    [Fact]
    public void Who_is_erased_before_it_was_announced_is_not_named()
    {
        _world.Block("p", _world.Now + 5, "fraud");
        _world.Erase("p");
        Assert.Empty(_world.Announced());
    }

    [Fact]
    public void What_could_not_be_said_is_said_later()
    {
        _world.Bus.IsDown = true;
        _world.Block("p", _world.Now + 5, "fraud");
        Assert.Throws<LiveOps.Core.Bus.BusUnavailableException>(() => _world.Announced());
        _world.Bus.IsDown = false;
        Assert.Equal("p", Assert.Single(_world.Announced()).PlayerId);
    }
}
