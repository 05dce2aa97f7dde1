using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Fairness.Stores;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Rules;

/// <summary>Where the lowest score is best: what is judged against a player's own scores knows it.</summary>
public abstract class Ascending_boards
{
    private World _world => field ??= New();

    private protected abstract World New();

    [Fact]
    public void Three_slow_runs_are_no_flag_and_a_run_of_40_is()
    {
        _world.Ascend("race");
        Race(12, run => 60_000 + run % 5 * 300);
        Race(3, _ => 700_000);
        Assert.Empty(_world.Standing("p").Flags!);
        Assert.Equal("ok", _world.Standing("p").Status);
        Race(1, _ => 40);
        FlagAnswer flag = Assert.Single(_world.Standing("p").Flags!);
        Assert.Equal(("score-jump", "score 40", "at least 1/10 of the best before, 60000"), (flag.Rule, flag.Observed, flag.Expected));
    }

    [Fact]
    public void A_tenth_of_the_best_passes_and_less_is_flagged()
    {
        _world.Ascend("race");
        Race(10, run => 10_000 + run % 2 * 20_000); // far apart: nothing deviates
        Race(1, _ => 1_000);
        Assert.Empty(_world.Standing("p").Flags!);
        Race(1, _ => 99);
        Assert.Equal("at least 1/10 of the best before, 1000", Assert.Single(_world.Standing("p").Flags!).Expected);
    }

    [Fact]
    public void More_than_four_deviations_below_the_mean_is_flagged_and_above_it_is_not()
    {
        // Mean 100, standard deviation (over n - 1) 10.54.
        _world.Ascend("race");
        Race(10, run => run % 2 == 0 ? 90 : 110);
        Race(1, _ => 58);
        Assert.Empty(_world.Standing("p").Flags!);

        World other = New();
        other.Ascend("race");
        for (int run = 0; run < 10; run++)
            other.Send(Score("p", run % 2 == 0 ? 90 : 110, "race"));
        other.Send(Score("p", 57, "race"));
        FlagAnswer flag = Assert.Single(other.Standing("p").Flags!);
        Assert.Equal(("score-deviation", "score 57, 4.1 standard deviations below the mean", "at least 57.8: mean 100.0 - 4 × deviation 10.5, over 10 scores"), (flag.Rule, flag.Observed, flag.Expected));
    }

    [Fact]
    public void A_board_that_is_turned_round_is_judged_the_other_way_from_then_on()
    {
        _world.Ascend();
        Race(12, run => 60_000 + run % 5 * 300);
        _world.Wait(5);
        _world.Ascend("race");
        _world.Wait(5);
        Race(1, _ => 700_000);
        Assert.Empty(_world.Standing("p").Flags!);
        Race(1, _ => 40);
        Assert.Equal("score-jump", Assert.Single(_world.Standing("p").Flags!).Rule);

        _world.Wait(5);
        _world.Ascend();
        _world.Wait(5);
        Race(1, _ => 7_000_001);
        Assert.Equal("at most 10 times the best before, 700000", _world.Standing("p").Flags![0].Expected);
    }

    [Fact]
    public void Where_the_lowest_is_best_unless_said_otherwise_boards_that_are_named_are_the_others()
    {
        _world.Publish(new BusMessage(BusMessageKind.BoardOrders, new BoardOrders(_world.Now, true, [BoardHash.Of("arena")]).ToBytes()));
        Race(12, run => 60_000 + run % 5 * 300);
        for (int game = 0; game < 12; game++)
            _world.Send(Score("q", 60_000 + game % 5 * 300));
        _world.Send(Score("p", 700_000, "race"), Score("q", 700_000));
        Assert.Empty(_world.Standing("p").Flags!);
        Assert.Equal("score-jump", Assert.Single(_world.Standing("q").Flags!).Rule);
    }

    [Fact]
    public void What_was_said_before_and_comes_late_changes_nothing()
    {
        var before = new BusMessage(BusMessageKind.BoardOrders, new BoardOrders(_world.Now - 1, false, []).ToBytes());
        _world.Ascend("race");
        _world.Publish(before);
        Race(12, run => 60_000 + run % 5 * 300);
        Race(3, _ => 700_000);
        Assert.Empty(_world.Standing("p").Flags!);
    }

    private void Race(int runs, Func<int, long> time)
    {
        for (int run = 0; run < runs; run++)
            _world.Send(Score("p", time(run), "race"));
    }
}
