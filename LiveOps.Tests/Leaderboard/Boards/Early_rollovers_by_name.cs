using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Boards;

/// <summary>Of several who look at one period and end it, one does: the others' calls end nothing that they have not seen.</summary>
public sealed class Early_rollovers_by_name
{
    private const string Daily = "/v1/leaderboards/arena/daily", First = "2026-11-20", Second = "2026-11-20~2";

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, Every<BoardStores>]
    public async Task What_was_named_is_ended_once_and_the_period_after_it_by_nobody_who_did_not_name_it(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await host.ScoreAsync("ann", "arena", 10);
        Assert.Equal("409 stale-period", await host.ProblemAsync($"{Daily}/rollover?period={Second}", HttpMethod.Post));
        Assert.Equal(First, (await host.JsonAsync(Daily)).GetProperty("period").GetString());

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => EndAsync(host, First)));

        Assert.Equal([200, 409, 409, 409, 409, 409], answers.Select(answer => (int)answer.StatusCode).Order());
        foreach (HttpResponseMessage refused in answers.Where(answer => (int)answer.StatusCode == 409))
        {
            JsonElement problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
            Assert.EndsWith("/stale-period", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
            Assert.Equal($"{Second} runs now, and not {First}: nothing was ended.", problem.GetProperty("detail").GetString());
        }

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.ScoreAsync("bob", "arena", 20); // there is something to end again
        Assert.Equal("409 stale-period", await host.ProblemAsync($"{Daily}/rollover?period={First}", HttpMethod.Post));
        Assert.Equal([First], await PastAsync(host));
        Assert.Equal("1 bob 20", await host.RanksAsync(Daily));
        using HttpResponseMessage ended = await EndAsync(host, Second);
        Assert.Equal(200, (int)ended.StatusCode);
        Assert.Equal([Second, First], await PastAsync(host));
        await host.RestartAsync();
        Assert.Equal([Second, First], await PastAsync(host));
    }

    [Theory, Every<BoardStores>]
    public async Task What_is_no_period_s_name_is_refused_and_without_a_name_whichever_runs_is_ended(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await host.ScoreAsync("ann", "arena", 10);
        foreach (string name in new[] { "", "%20", "2026-11-20~", "2026-11-20~b", "~2", new string('s', 65) })
            Assert.Equal((name, "400 invalid-parameter"), (name, await host.ProblemAsync($"{Daily}/rollover?period={name}", HttpMethod.Post)));
        Assert.Equal("409 nothing-to-roll-over", await host.ProblemAsync("/v1/leaderboards/arena/all/rollover?period=all", HttpMethod.Post));
        Assert.Equal(First, (await host.RollOverAsync()).GetProperty("period").GetString());
    }

    private static Task<HttpResponseMessage> EndAsync(LeaderboardHost host, string period) => host.SendAsync(HttpMethod.Post, $"{Daily}/rollover?period={period}");

    private static async Task<string?[]> PastAsync(LeaderboardHost host) =>
        [.. (await host.JsonAsync(Daily + "/history")).GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("period").GetString())];
}
