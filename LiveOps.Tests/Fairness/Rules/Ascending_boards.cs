using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Fairness.Stores;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Rules;

/// <summary>Where the lowest score is best: what is judged against a player's own scores knows it.</summary>
public sealed class Ascending_boards(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void Three_slow_runs_are_no_flag_and_a_run_of_40_is(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Ascend("race");
        Race(world, 12, run => 60_000 + run % 5 * 300);
        Race(world, 3, _ => 700_000);
        Assert.Empty(world.Standing("p").Flags!);
        Assert.Equal("ok", world.Standing("p").Status);
        Race(world, 1, _ => 40);
        FlagAnswer flag = Assert.Single(world.Standing("p").Flags!);
        Assert.Equal(("score-jump", "score 40", "at least 1/10 of the best before, 60000"), (flag.Rule, flag.Observed, flag.Expected));
    }

    [Theory, Every<FairnessStores>]
    public void A_tenth_of_the_best_passes_and_less_is_flagged(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Ascend("race");
        Race(world, 10, run => 10_000 + run % 2 * 20_000); // far apart: nothing deviates
        Race(world, 1, _ => 1_000);
        Assert.Empty(world.Standing("p").Flags!);
        Race(world, 1, _ => 99);
        Assert.Equal("at least 1/10 of the best before, 1000", Assert.Single(world.Standing("p").Flags!).Expected);
    }

    [Theory, Every<FairnessStores>]
    public void More_than_four_deviations_below_the_mean_is_flagged_and_above_it_is_not(FairnessStores store)
    {
        World world = worlds.New(store);
        // Mean 100, standard deviation (over n - 1) 10.54.
        world.Ascend("race");
        Race(world, 10, run => run % 2 == 0 ? 90 : 110);
        Race(world, 1, _ => 58);
        Assert.Empty(world.Standing("p").Flags!);

        World other = worlds.New(store);
        other.Ascend("race");
        for (int run = 0; run < 10; run++)
            other.Send(Score("p", run % 2 == 0 ? 90 : 110, "race"));
        other.Send(Score("p", 57, "race"));
        FlagAnswer flag = Assert.Single(other.Standing("p").Flags!);
        Assert.Equal(("score-deviation", "score 57, 4.1 standard deviations below the mean", "at least 57.8: mean 100.0 - 4 × deviation 10.5, over 10 scores"), (flag.Rule, flag.Observed, flag.Expected));
    }

    [Theory, Every<FairnessStores>]
    public void A_board_that_is_turned_round_is_judged_the_other_way_from_then_on(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Ascend();
        Race(world, 12, run => 60_000 + run % 5 * 300);
        world.Wait(5);
        world.Ascend("race");
        world.Wait(5);
        Race(world, 1, _ => 700_000);
        Assert.Empty(world.Standing("p").Flags!);
        Race(world, 1, _ => 40);
        Assert.Equal("score-jump", Assert.Single(world.Standing("p").Flags!).Rule);

        world.Wait(5);
        world.Ascend();
        world.Wait(5);
        Race(world, 1, _ => 7_000_001);
        Assert.Equal("at most 10 times the best before, 700000", world.Standing("p").Flags![0].Expected);
    }

    [Theory, Every<FairnessStores>]
    public void Where_the_lowest_is_best_unless_said_otherwise_boards_that_are_named_are_the_others(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Publish(new BusMessage(BusMessageKind.BoardOrders, new BoardOrders(world.Now, true, [BoardHash.Of("arena")]).ToBytes()));
        Race(world, 12, run => 60_000 + run % 5 * 300);
        for (int game = 0; game < 12; game++)
            world.Send(Score("q", 60_000 + game % 5 * 300));
        world.Send(Score("p", 700_000, "race"), Score("q", 700_000));
        Assert.Empty(world.Standing("p").Flags!);
        Assert.Equal("score-jump", Assert.Single(world.Standing("q").Flags!).Rule);
    }

    [Theory, Every<FairnessStores>]
    public void What_was_said_before_and_comes_late_changes_nothing(FairnessStores store)
    {
        World world = worlds.New(store);
        var before = new BusMessage(BusMessageKind.BoardOrders, new BoardOrders(world.Now - 1, false, []).ToBytes());
        world.Ascend("race");
        world.Publish(before);
        Race(world, 12, run => 60_000 + run % 5 * 300);
        Race(world, 3, _ => 700_000);
        Assert.Empty(world.Standing("p").Flags!);
    }

    private static void Race(World world, int runs, Func<int, long> time)
    {
        for (int run = 0; run < runs; run++)
            world.Send(Score("p", time(run), "race"));
    }
}
