using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Stores.Live;

namespace LiveOps.Tests.Leaderboard.Stores.Live;

/// <summary>However many players are listened to, there is room for boards.</summary>
public sealed class Pages_of_many_players
{
    [Fact]
    public async Task Around_players_there_are_as_many_pages_as_may_be_and_a_board_is_listened_to_all_the_same()
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(BoardStores.Memory);
        for (int i = 0; i <= LiveSettings.FeedsOfPlayers; i++)
            await host.ScoreAsync($"p-{i}", "arena", i);
        LiveFeeds feeds = host.Service<LiveFeeds>();
        Assert.Equal(ProblemTypes.NotRanked, (await JoinAsync("nobody")).Problem!.Type);
        LiveFeed first = (await JoinAsync("p-0")).Feed!;
        for (int i = 1; i < LiveSettings.FeedsOfPlayers; i++)
            Assert.NotNull((await JoinAsync($"p-{i}")).Feed);

        string next = $"p-{LiveSettings.FeedsOfPlayers}";
        Assert.Equal(ProblemTypes.Unavailable, (await JoinAsync(next)).Problem!.Type);
        Assert.NotNull((await JoinAsync("p-0")).Feed); // a page that is there already
        Assert.NotNull((await JoinAsync(null)).Feed);
        feeds.Leave(first);
        Assert.Equal(ProblemTypes.Unavailable, (await JoinAsync(next)).Problem!.Type);
        feeds.Leave(first);
        Assert.NotNull((await JoinAsync(next)).Feed);

        async Task<(LiveFeed? Feed, Problem? Problem)> JoinAsync(string? player) => await feeds.JoinAsync(new LivePlace("arena", "daily", player, 3));
    }
}
