using LiveOps.Leaderboard.Stores.Cluster.Held;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Held;

/// <summary>Ranks are in memory where they are asked for often, as many as there is room for, and no longer than that is worth it.</summary>
public sealed class Which_ranks_are_held
{
    private static readonly HeldSettings Usual = ClusterBoards.HoldsAll with { AskedOften = 100, Rest = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Those_that_are_asked_for_a_hundred_times_a_second_for_two_seconds()
    {
        await using HeldWorld world = await HeldWorld.StartAsync(SqlKind.Postgres, Usual);
        await world.ScoreAsync("ann", "arena", 1);
        for (int n = 0; n < 450; n++)
        {
            world.Clock.UtcNow += TimeSpan.FromMilliseconds(11);
            await AskAsync(world);
        }

        Assert.Equal((0, 0), (world.Held.Loads, world.Held.Answered.Memory));
        for (int n = 0; n < 450; n++)
        {
            world.Clock.UtcNow += TimeSpan.FromMilliseconds(9);
            await AskAsync(world);
        }

        await Eventually.TrueAsync(() => world.Held.Count == 1);
        await AskAsync(world);
        Assert.NotEqual(0, world.Held.Answered.Memory);
    }

    [Fact]
    public async Task As_many_as_there_is_room_for()
    {
        await using HeldWorld world = await HeldWorld.StartAsync(SqlKind.Postgres, ClusterBoards.HoldsAll with { Bytes = 100_000 });
        await world.ScoreAsync("ann", "arena", 1);
        await world.ScoreAsync("ann", "race", 1);
        await AskAsync(world);
        Assert.Equal(1, world.Held.Count);
        Assert.InRange(world.Held.Bytes, 50_000, 100_000);
        await AskAsync(world, "race");
        Assert.Equal((1, 1), (world.Held.Count, world.Held.Loads));
        for (int n = 0; n < 3_000 && world.Held.Count == 1; n += 500) // it grows out of its room
        {
            await world.ProjectAsync("arena", [.. Enumerable.Range(n, 500).Select(player => ($"p{player}", (long?)player, 1L))]);
            await AskAsync(world);
            Assert.InRange(world.Held.Bytes, 0, 100_000);
        }

        Assert.Equal((0, 0), (world.Held.Count, world.Held.Bytes));
        await AskAsync(world, "race");
        Assert.Equal(1, world.Held.Count);
    }

    [Fact]
    public async Task Until_nobody_asks_for_a_minute()
    {
        await using HeldWorld world = await HeldWorld.StartAsync(SqlKind.Postgres);
        await world.ScoreAsync("ann", "arena", 1);
        await AskAsync(world);
        await world.PassAsync(TimeSpan.FromSeconds(50));
        await AskAsync(world);
        await world.PassAsync(TimeSpan.FromSeconds(50));
        Assert.Equal((1, 1), (world.Held.Count, world.Held.Loads));
        await world.PassAsync(TimeSpan.FromSeconds(70));
        Assert.Equal((0, 0), (world.Held.Count, world.Held.Bytes));
        await AskAsync(world);
        Assert.Equal((1, 2), (world.Held.Count, world.Held.Loads));
    }

    [Fact]
    public async Task Unless_far_more_changes_than_is_asked()
    {
        await using HeldWorld world = await HeldWorld.StartAsync(SqlKind.Postgres, ClusterBoards.HoldsAll with { Rest = TimeSpan.FromSeconds(15) });
        await world.ScoreAsync("ann", "arena", 1);
        await AskAsync(world);
        await world.PassAsync(TimeSpan.FromSeconds(10));
        for (int n = 0; n < 12; n++)
        {
            await world.ProjectAsync("arena", [.. Enumerable.Range(0, 1000).Select(player => ($"p{player}", (long?)(player + n), 1L))]);
            await AskAsync(world);
        }

        Assert.Equal(1, world.Held.Count);
        await world.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, world.Held.Count);
        await AskAsync(world); // it rests
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await AskAsync(world);
        Assert.Equal((0, 1), (world.Held.Count, world.Held.Loads));
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await AskAsync(world);
        Assert.Equal((1, 2), (world.Held.Count, world.Held.Loads));
    }

    [Fact]
    public async Task Not_those_of_a_board_that_was_dropped()
    {
        await using HeldWorld world = await HeldWorld.StartAsync(SqlKind.Postgres);
        await world.ScoreAsync("ann", "arena", 1);
        await AskAsync(world);
        await world.Plain.OperatorsAsync(HttpMethod.Delete, "/v1/leaderboards/arena");
        await world.ScoreAsync("bob", "arena", 5);
        Assert.Equal("none", await HeldWorld.AroundAsync(world.Holder, "ann", 1));
        Assert.StartsWith("(1, bob, 5, ", await HeldWorld.AroundAsync(world.Holder, "bob", 3), StringComparison.Ordinal);
        Assert.Equal(2, world.Held.Count);
        await world.Held.LookAsync();
        Assert.Equal(1, world.Held.Count);
    }

    private static Task<string> AskAsync(HeldWorld world, string board = "arena") => HeldWorld.AroundAsync(world.Holder, "ann", 1, board);
}
