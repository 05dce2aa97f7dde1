namespace LiveOps.Tests.Leaderboard.Endpoints;

public sealed class Operators_without_a_journal
{
    [Fact]
    public async Task While_the_journal_is_down_an_operator_is_told_to_try_again()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory);
        await host.ScoreAsync("ann", "arena", 30);
        host.IsDown = true;
        Assert.Equal("503 unavailable", await host.ProblemAsync("/v1/leaderboards/players/ann/hidden", HttpMethod.Put));
        Assert.Equal("503 unavailable", await host.ProblemAsync("/v1/leaderboards/arena/daily/rollover", HttpMethod.Post));
        Assert.Equal("1 ann 30", await host.RanksAsync("/v1/leaderboards/arena/daily"));
    }
}
