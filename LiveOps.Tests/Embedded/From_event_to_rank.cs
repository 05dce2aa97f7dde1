using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>From a signed event to progress, rank and standing, over HTTP.</summary>
public sealed class From_event_to_rank(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private static readonly string[] Windows = ["daily", "weekly", "seasonal", "all"];

    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task All_four_types_take_effect_in_progress_ranks_standing_and_summary()
    {
        await _live.AcceptAsync(_live.Xp("ada", 250));
        await _live.AcceptAsync(_live.Boss("ada", "dragon"), _live.Boss("ada", "dragon"), _live.Item("ada", "sword", 3), _live.Score("ada", "arena", 4200), _live.Score("bob", "arena", 5000));

        JsonElement ada = await _live.EventuallyAsync("progression", "/v1/players/ada", player => player.GetProperty("items").TryGetProperty("sword", out _));
        Assert.Equal(1250, ada.GetProperty("xp").GetInt64());
        Assert.Equal(4, ada.GetProperty("level").GetInt32()); // 100 + 283 + 520 = 903 to reach level 4; 800 more to level 5
        Assert.Equal(453, ada.GetProperty("xpToNext").GetInt64());
        Assert.Equal(2, ada.GetProperty("bossKills").GetProperty("dragon").GetInt32());
        Assert.Equal(3, ada.GetProperty("items").GetProperty("sword").GetInt32());

        foreach (string window in Windows)
        {
            JsonElement page = await _live.EventuallyAsync("leaderboard", $"/v1/leaderboards/arena/{window}", board => board.GetProperty("total").GetInt64() == 2);
            Assert.Equal(["bob", "ada"], page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("playerId").GetString()));
            Assert.Equal([1, 2], page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("rank").GetInt32()));
        }

        JsonElement standing = await _live.JsonAsync("fairness", "/v1/players/ada/standing");
        Assert.Equal("ok", standing.GetProperty("status").GetString());

        JsonElement summary = await _live.JsonAsync("gateway", "/v1/players/ada/summary");
        Assert.Equal(1250, summary.GetProperty("progress").GetProperty("xp").GetInt64());
        Assert.Equal(Windows.Length, summary.GetProperty("ranks").GetArrayLength());
        Assert.Equal("ok", summary.GetProperty("standing").GetProperty("status").GetString());
        Assert.Equal(0, summary.GetProperty("degraded").GetArrayLength());
    }

    [Fact]
    public async Task A_player_nobody_has_seen_has_no_summary()
    {
        using var answer = await _live.GetAsync("gateway", "/v1/players/nobody/summary");
        await answer.ProblemAsync(404, "unknown-player");
    }

    [Fact]
    public async Task Sending_events_is_described()
    {
        JsonElement post = (await _live.JsonAsync("gateway", "/openapi/v1.json")).GetProperty("paths").GetProperty("/v1/events").GetProperty("post");
        Assert.True(post.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
        string[] described = [.. post.GetProperty("responses").EnumerateObject().Select(response => response.Name)];
        Assert.Empty(new[] { "202", "400", "401", "403", "409", "413", "415", "422", "429", "503" }.Except(described));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("fairness")]
    [InlineData("progression")]
    [InlineData("leaderboard")]
    public async Task Every_service_is_healthy_ready_measured_and_described(string service)
    {
        await _live.JsonAsync(service, "/healthz");
        await _live.EventuallyAsync(service, "/readyz", said => said.GetProperty("status").GetString() == "ready");

        using var metrics = await _live.GetAsync(service, "/metrics");
        Assert.Contains("http_request_duration_seconds", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        JsonElement openApi = await _live.JsonAsync(service, "/openapi/v1.json");
        Assert.StartsWith("3.1", openApi.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(openApi.GetProperty("paths").EnumerateObject());
    }

    [Fact]
    public async Task State_outlives_the_process()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Xp("eve", 100), live.Score("eve", "arena", 70));
        await live.RestartAsync();
        Assert.Equal(100, (await live.JsonAsync("progression", "/v1/players/eve")).GetProperty("xp").GetInt64());
        Assert.Equal(70, (await live.JsonAsync("leaderboard", "/v1/leaderboards/arena/all/players/eve")).GetProperty("score").GetInt64());
        await live.AcceptAsync(live.Xp("eve", 1));
        await live.EventuallyAsync("progression", "/v1/players/eve", player => player.GetProperty("xp").GetInt64() == 101);
    }
}
