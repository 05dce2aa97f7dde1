using System.Net.Http.Headers;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using LiveOps.AppHost.Commands;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.AppHost;

public class Rolling_windows_over
{
    [Theory]
    [InlineData("daily")]
    [InlineData("weekly")]
    [InlineData("seasonal")]
    public async Task Is_a_command_of_the_leaderboard_that_asks_first(string window)
    {
        var model = await Model.ClusterAsync();

        Assert.Contains(
            model.Get<ProjectResource>("leaderboard").Annotations.OfType<ResourceCommandAnnotation>(),
            command => command.Name == WindowRollover.Command(window) && !string.IsNullOrEmpty(command.ConfirmationMessage));
        Assert.Equal(["daily", "weekly", "seasonal"], WindowRollover.Windows);
    }

    [Fact]
    public async Task Ends_the_running_period_of_every_board_with_scores_and_says_which()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using HttpClient client = Client(live, LiveSystem.OperatorToken);
        Assert.Equal("Nobody has scored in a weekly period that runs now: nothing was rolled over.", await RollOverAsync(client));
        await live.AcceptAsync(live.Score("ada", "arena", 10), live.Score("bob", "arena", 20), live.Score("ada", "laps", 30));
        JsonElement page = await live.EventuallyAsync("leaderboard", "/v1/leaderboards/laps/weekly", laps => laps.GetProperty("total").GetInt32() == 1);
        string week = page.GetProperty("period").GetString()!;

        Assert.Equal($"The weekly window was rolled over on 2 boards: arena ({week}, 2 ranked), laps ({week}, 1 ranked).", await RollOverAsync(client));

        Assert.Equal(2, (await live.JsonAsync("leaderboard", $"/v1/leaderboards/arena/weekly/history/{week}")).GetProperty("total").GetInt32());
        Assert.Equal(week + "~2", (await live.JsonAsync("leaderboard", "/v1/leaderboards/arena/weekly")).GetProperty("period").GetString());
        Assert.Equal(2, (await live.JsonAsync("leaderboard", "/v1/leaderboards/arena/daily")).GetProperty("total").GetInt32());
        Assert.StartsWith("Nobody has scored", await RollOverAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_when_the_service_refuses_the_caller()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Score("ada", "arena", 10));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/weekly", arena => arena.GetProperty("total").GetInt32() == 1);
        using HttpClient client = Client(live, "another token");
        await Assert.ThrowsAsync<HttpRequestException>(() => RollOverAsync(client));
    }

    private static Task<string> RollOverAsync(HttpClient client) => WindowRollover.RollOverAsync(client, "weekly", TestContext.Current.CancellationToken);

    private static HttpClient Client(LiveSystem live, string token)
    {
        var client = new HttpClient { BaseAddress = live.Url("leaderboard", "/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
