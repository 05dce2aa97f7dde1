using System.Text.Json;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Boards;

public sealed class Early_rollovers
{
    private const string Daily = "/v1/leaderboards/arena/daily";
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, Every<BoardStores>]
    public async Task The_running_period_ends_and_is_past_and_what_is_left_of_it_starts_empty(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("bob", "arena", 20);
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(Daily));
        host.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(
            """{"board":"arena","window":"daily","period":"2026-11-20","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-20T12:30:00Z","final":false,"total":2,"next":{"period":"2026-11-20~2","opensAt":"2026-11-20T12:30:00Z","closesAt":"2026-11-21T00:00:00Z"}}""",
            (await host.RollOverAsync()).GetRawText());

        Assert.Equal(
            """{"board":"arena","window":"daily","period":"2026-11-20~2","opensAt":"2026-11-20T12:30:00Z","closesAt":"2026-11-21T00:00:00Z","total":0,"entries":[]}""",
            await host.TextAsync(Daily));
        JsonElement past = await host.JsonAsync(Daily + "/history/2026-11-20");
        Assert.Equal("2026-11-20T12:30:00Z", past.GetProperty("closesAt").GetString());
        Assert.False(past.GetProperty("final").GetBoolean());
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(Daily + "/history/2026-11-20"));
        Assert.Equal("2 ann 10", LeaderboardHost.Describe(await host.JsonAsync(Daily + "/history/2026-11-20/players/ann")));
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(Daily + "/history/2026-11-20/players/ann/around?limit=3"));
        Assert.Equal("404 not-ranked", await host.ProblemAsync(Daily + "/players/ann"));
        foreach (string window in new[] { "weekly", "seasonal", "all" })
            Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync("/v1/leaderboards/arena/" + window));
    }

    [Theory, Every<BoardStores>]
    public async Task A_late_score_counts_where_it_occurred_during_the_grace_and_after_it_only_in_all(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await host.ScoreAsync("ann", "arena", 10);
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        await host.RollOverAsync();
        await host.ScoreAsync("bob", "arena", 20); // of the same instant
        await host.ScoreAsync("cid", "arena", 30, occurred: host.Clock.UtcNow.AddMilliseconds(-1));
        Assert.Equal("1 bob 20", await host.RanksAsync(Daily));
        Assert.Equal("1 cid 30, 2 ann 10", await host.RanksAsync(Daily + "/history/2026-11-20"));
        Assert.Equal("", await host.ChampionsAsync());

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RolledOverAsync();
        await host.ScoreAsync("dan", "arena", 40, occurred: Noon);
        Assert.Equal("1 bob 20", await host.RanksAsync(Daily));
        Assert.Equal("1 cid 30, 2 ann 10", await host.RanksAsync(Daily + "/history/2026-11-20"));
        Assert.True((await host.JsonAsync(Daily + "/history/2026-11-20")).GetProperty("final").GetBoolean());
        Assert.Equal("1 cid 30, 2 ann 10", await host.ChampionsAsync());
        Assert.Equal("1 dan 40, 2 cid 30, 3 bob 20, 4 ann 10", await host.RanksAsync("/v1/leaderboards/arena/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task It_can_be_done_again_the_same_day_and_the_natural_end_comes_all_the_same_also_over_restarts(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        for (int part = 1; part <= 3; part++)
        {
            await host.ScoreAsync("ann", "arena", part);
            await host.ScoreAsync("bob", "arena", 10 * part);
            if (part < 3)
                await host.RollOverAsync();
            await host.RestartAsync();
            host.Clock.Advance(TimeSpan.FromMinutes(part)); // the first restart is within the grace
        }

        Assert.Equal("2026-11-20~3", (await host.JsonAsync(Daily)).GetProperty("period").GetString());
        host.Clock.Advance(TimeSpan.FromHours(12));
        await host.RolledOverAsync();
        await host.ScoreAsync("ann", "arena", 7);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("2026-11-21", (await host.JsonAsync(Daily)).GetProperty("period").GetString());
            Assert.Equal("1 ann 7", await host.RanksAsync(Daily));
            Assert.Equal(
                [
                    "2026-11-20~3 2026-11-20T12:01:00Z 2026-11-21T00:00:00Z True 2", "2026-11-20~2 2026-11-20T12:00:00Z 2026-11-20T12:01:00Z True 2",
                    "2026-11-20 2026-11-20T00:00:00Z 2026-11-20T12:00:00Z True 2",
                ],
                (await host.JsonAsync(Daily + "/history")).GetProperty("periods").EnumerateArray().Select(period =>
                    $"{period.GetProperty("period")} {period.GetProperty("opensAt")} {period.GetProperty("closesAt")} {period.GetProperty("final").GetBoolean()} {period.GetProperty("total")}"));
            Assert.Equal("1 bob 30, 2 ann 3, 1 bob 20, 2 ann 2, 1 bob 10, 2 ann 1", await host.ChampionsAsync());
            Assert.Equal("1 bob 20, 2 ann 2", await host.RanksAsync(Daily + "/history/2026-11-20~2"));
            await host.RestartAsync();
        }
    }

    [Theory, Every<BoardStores>]
    public async Task What_is_left_of_a_period_and_nobody_scored_in_is_no_period_of_the_past(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await host.ScoreAsync("ann", "arena", 10);
        await host.RollOverAsync();
        foreach (TimeSpan further in new[] { TimeSpan.FromHours(12), TimeSpan.FromMinutes(5) })
        {
            host.Clock.Advance(further); // within the grace of the natural end, then past it
            await host.RolledOverAsync();
            Assert.Equal(["2026-11-20"], (await host.JsonAsync(Daily + "/history")).GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("period").GetString()));
            Assert.Equal("2026-11-21", (await host.JsonAsync(Daily)).GetProperty("period").GetString());
        }

        Assert.Equal("404 unknown-period", await host.ProblemAsync(Daily + "/history/2026-11-20~2"));
        Assert.Equal("1 ann 10", await host.ChampionsAsync());
        await host.ScoreAsync("bob", "arena", 20);
        Assert.Equal("1 bob 20", await host.RanksAsync(Daily));
    }

    [Theory, Every<BoardStores>]
    public async Task Without_a_grace_it_is_closed_at_once(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"arena":{"graceSeconds":0}}}""", Noon);
        await host.ScoreAsync("ann", "arena", 10);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        JsonElement done = await host.RollOverAsync();
        Assert.Equal(stores == BoardStores.Memory, done.GetProperty("final").GetBoolean()); // in a cluster it waits for what is on the bus
        await host.RolledOverAsync();
        Assert.True((await host.JsonAsync(Daily + "/history/2026-11-20")).GetProperty("final").GetBoolean());
        Assert.Equal("1 ann 10", await host.ChampionsAsync());
    }

    [Theory, Every<BoardStores>]
    public async Task Hidden_players_stay_hidden_in_the_period_that_ended_and_come_back_to_it(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Noon);
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("eve", "arena", 99);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/eve/hidden");
        Assert.Equal(1, (await host.RollOverAsync()).GetProperty("total").GetInt32());
        Assert.Equal("1 ann 10", await host.RanksAsync(Daily + "/history/2026-11-20"));
        await host.ScoreAsync("eve", "arena", 98);
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/eve/hidden");
        Assert.Equal("1 eve 99, 2 ann 10", await host.RanksAsync(Daily + "/history/2026-11-20"));
        Assert.Equal("1 eve 98", await host.RanksAsync(Daily));
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RolledOverAsync();
        Assert.Equal("1 eve 99, 2 ann 10", await host.ChampionsAsync());
    }

    [Theory, Every<BoardStores>]
    public async Task Where_there_is_nothing_to_roll_over_it_says_so(BoardStores stores)
    {
        string longest = new('s', 64);
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, $$$"""
            {"boards":{"arena":{},"laps":{"windows":["daily"]},
             "league":{"seasons":[{"id":"s1","opensAt":"2026-11-01","closesAt":"2026-11-10"},{"id":"s2","opensAt":"2026-12-01","closesAt":"2027-01-01"}]},
             "long":{"seasons":[{"id":"{{{longest}}}","opensAt":"2026-11-01","closesAt":"2027-01-01"}]} } }
            """, Noon);
        Assert.Equal("409 nothing-to-roll-over", await TryAsync("arena/daily")); // named, but nobody has scored
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("ann", "league", 10);
        await host.ScoreAsync("ann", "long", 10);
        Assert.Equal("409 nothing-to-roll-over", await TryAsync("arena/all"));
        Assert.Equal("409 nothing-to-roll-over", await TryAsync("league/seasonal"));
        Assert.Equal("409 nothing-to-roll-over", await TryAsync("long/seasonal"));
        Assert.Equal("404 unknown-board", await TryAsync("other/daily"));
        Assert.Equal("404 unknown-window", await TryAsync("laps/weekly"));
        Assert.Equal("404 unknown-window", await TryAsync("arena/hourly"));
        Assert.Equal("400 invalid-parameter", await TryAsync("a%20b/daily"));

        await host.RollOverAsync();
        Assert.Equal("409 nothing-to-roll-over", await TryAsync("arena/daily"));
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/arena/weekly/players/ann");
        Assert.Equal("409 nothing-to-roll-over", await TryAsync("arena/weekly")); // the only score was removed
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/long/seasonal"));

        Task<string> TryAsync(string window) => host.ProblemAsync($"/v1/leaderboards/{window}/rollover", HttpMethod.Post);
    }

    [Theory, Every<BoardStores>]
    public async Task A_time_zone_that_moves_west_gives_no_day_again_that_was_rolled_over_early(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"arena":{}}}""", Noon);
        await host.ScoreAsync("ann", "arena", 1);
        await host.RollOverAsync();
        await host.ScoreAsync("bob", "arena", 2);
        host.WritePolicy("""{"boards":{"arena":{"timeZone":"America/New_York"}}}""");
        host.Clock.Advance(PolicyFile<LeaderboardPolicy>.Interval);
        await host.BoardIsAsync("arena", "timeZone", "America/New_York");
        host.Clock.Advance(TimeSpan.FromHours(13)); // 01:00 UTC: still the 20th in New York, but all of the 20th has been closed
        await host.RolledOverAsync();
        await host.ScoreAsync("cid", "arena", 3);
        Assert.Equal("1 ann 1", await host.RanksAsync(Daily + "/history/2026-11-20"));
        Assert.Equal("1 bob 2", await host.RanksAsync(Daily + "/history/2026-11-20~2"));
        Assert.Equal("409 nothing-to-roll-over", await host.ProblemAsync(Daily + "/rollover", HttpMethod.Post));
        host.Clock.Advance(TimeSpan.FromHours(5));
        await host.ScoreAsync("dan", "arena", 4);
        Assert.Equal("1 dan 4", await host.RanksAsync(Daily));
        Assert.Equal("1 dan 4, 2 cid 3, 3 bob 2, 4 ann 1", await host.RanksAsync("/v1/leaderboards/arena/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task While_scores_come_every_score_counts_in_one_part(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"arena":{"operator":"sum"}}}""", Noon);
        const int Scores = 300;
        var done = new List<string>();
        Task scoring = Task.Run(async () =>
        {
            for (int i = 0; i < Scores; i++)
            {
                await host.ScoreAsync($"p{i % 3}", "arena", 1);
                host.Clock.UtcNow = host.Clock.UtcNow.AddMilliseconds(10);
            }
        });
        while (!scoring.IsCompleted)
        {
            using HttpResponseMessage answer = await host.TryRollOverAsync();
            if ((int)answer.StatusCode == 200)
                done.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("period").GetString()!);
            else
                Assert.Equal(409, (int)answer.StatusCode);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await scoring;
        Assert.Equal(Enumerable.Range(1, done.Count).Select(part => part == 1 ? "2026-11-20" : $"2026-11-20~{part}"), done);
        host.Clock.Advance(TimeSpan.FromHours(13));
        await host.RolledOverAsync();
        long sum = 0;
        foreach (JsonElement period in (await host.JsonAsync(Daily + "/history?limit=1000")).GetProperty("periods").EnumerateArray())
            sum += (await host.JsonAsync($"{Daily}/history/{period.GetProperty("period").GetString()}")).GetProperty("entries").EnumerateArray().Sum(entry => entry.GetProperty("score").GetInt64());
        Assert.Equal(Scores, sum);
    }
}
