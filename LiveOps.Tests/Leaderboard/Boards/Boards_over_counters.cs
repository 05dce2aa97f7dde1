using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Boards;

/// <summary>A board that ranks one of the game's own statistics.</summary>
public sealed class Boards_over_counters
{
    private const string Policy = """{"boards":{"racers":{"counter":"races"},"big-days":{"counter":"races","operator":"best","windows":["daily"]},"arena":{}}}""";

    [Theory, Every<BoardStores>]
    public async Task What_is_added_in_a_window_is_summed_up_there_or_taken_by_the_operator_that_the_board_names(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        await host.CountAsync("ann", "races", 3);
        await host.CountAsync("bob", "races", 4);
        await host.CountAsync("ann", "races", 2);
        await host.CountAsync("ann", "coins", 900);
        await host.CountAsync("bob", "races", -2, id: "same");
        await host.CountAsync("bob", "races", -2, id: "same");
        Assert.Equal("1 ann 5, 2 bob 2", await host.RanksAsync("/v1/leaderboards/racers/daily"));
        Assert.Equal("1 bob 4, 2 ann 3", await host.RanksAsync("/v1/leaderboards/big-days/daily"));
        host.Clock.UtcNow += TimeSpan.FromDays(1);
        await host.CountAsync("bob", "races", 1);
        Assert.Equal("1 bob 1", await host.RanksAsync("/v1/leaderboards/racers/daily"));
        Assert.Equal("1 ann 5, 2 bob 3", await host.RanksAsync("/v1/leaderboards/racers/all"));
        Assert.Equal("404 unknown-board", await host.ProblemAsync("/v1/leaderboards/coins/daily"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_score_that_is_submitted_to_it_does_not_count_and_scores_of_other_boards_do(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy);
        await host.CountAsync("ann", "races", 3);
        await host.ScoreAsync("eve", "racers", 1_000_000);
        await host.ScoreAsync("eve", "arena", 7);
        await host.RestartAsync();
        Assert.Equal("1 ann 3", await host.RanksAsync("/v1/leaderboards/racers/all"));
        Assert.Equal("1 eve 7", await host.RanksAsync("/v1/leaderboards/arena/all"));
        await host.EraseAsync("ann");
        Assert.Equal("", await host.RanksAsync("/v1/leaderboards/racers/all"));
    }
}
