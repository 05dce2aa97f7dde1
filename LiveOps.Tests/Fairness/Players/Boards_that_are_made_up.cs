using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Players;

/// <summary>The names of boards are anybody's to choose: a normal that was learned is not lost for them.</summary>
public sealed class Boards_that_are_made_up(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void Scores_on_many_boards_do_not_make_a_players_normal_forgotten(FairnessStores store)
    {
        World world = worlds.New(store);
        Normal(world, "p", "arena");
        world.Send([.. Enumerable.Range(0, 40).Select(n => Score("p", 1, $"junk-{n}"))]);
        world.Wait(10);
        foreach (int n in Enumerable.Range(0, 20))
            world.Send(Score("p", 1, $"more-{n}"));
        Assert.Empty(world.Standing("p").Flags!);
        world.Send(Score("p", 5_000_000, "arena"));
        Assert.Equal("score-jump", Assert.Single(world.Standing("p").Flags!).Rule);
    }

    [Theory, Every<FairnessStores>]
    public void Of_boards_that_are_hardly_played_the_one_begun_longest_ago_makes_room(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send([.. Enumerable.Range(0, 17).Select(n => Score("p", 1, $"b-{n}"))]);
        Normal(world, "p", "b-16");
        world.Send(Score("p", 5_000_000, "b-16"));
        Assert.Equal("score-jump", Assert.Single(world.Standing("p").Flags!).Rule);
    }

    [Theory, Every<FairnessStores>]
    public void Where_sixteen_boards_are_known_well_a_seventeenth_is_not_learned(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int n = 0; n < 16; n++)
            Normal(world, "p", $"b-{n}");
        Normal(world, "p", "late");
        world.Send(Score("p", 5_000_000, "late"));
        Assert.Empty(world.Standing("p").Flags!);
        world.Send(Score("p", 5_000_000, "b-0"));
        Assert.Equal("score-jump", Assert.Single(world.Standing("p").Flags!).Rule);
    }

    private static void Normal(World world, string player, string board)
    {
        for (int i = 0; i < 12; i++)
        {
            world.Wait(60 + 7 * (i % 5));
            world.Send(Score(player, 100 + i % 4, board));
        }
    }
}
