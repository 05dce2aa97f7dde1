using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Boards;

public sealed class Late_and_early_scores
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Theory, Every<BoardStores>]
    public async Task During_the_grace_a_score_counts_in_the_period_it_occurred_in_and_after_it_only_in_all(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Midnight.AddHours(-1));
        await host.ScoreAsync("ann", "arena", 10);
        host.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await host.ScoreAsync("bob", "arena", 20, occurred: Midnight.AddSeconds(-1));
        await host.ScoreAsync("cid", "arena", 5);
        Assert.Equal("1 cid 5", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        const string Past = "/v1/leaderboards/arena/daily/history/2026-11-20";
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(Past));
        Assert.False((await host.JsonAsync(Past)).GetProperty("final").GetBoolean());

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.RolledOverAsync();
        await host.ScoreAsync("dan", "arena", 30, occurred: Midnight.AddSeconds(-1));
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(Past));
        Assert.Equal("1 cid 5", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("1 dan 30, 2 bob 20, 3 ann 10, 4 cid 5", await host.RanksAsync("/v1/leaderboards/arena/all"));
        JsonElement page = await host.JsonAsync(Past);
        Assert.True(page.GetProperty("final").GetBoolean());
        Assert.Equal("2026-11-21T00:00:00Z", page.GetProperty("closesAt").GetString());
        Assert.Equal(
            """{"board":"arena","window":"daily","total":1,"periods":[{"period":"2026-11-20","opensAt":"2026-11-20T00:00:00Z","closesAt":"2026-11-21T00:00:00Z","final":true,"total":2}]}""",
            await host.TextAsync("/v1/leaderboards/arena/daily/history"));
        Assert.Equal("2 ann 10", LeaderboardHost.Describe(await host.JsonAsync(Past + "/players/ann")));
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync(Past + "/players/ann/around?limit=3"));
        Assert.Equal("404 not-ranked", await host.ProblemAsync(Past + "/players/dan"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_clock_that_is_ahead_opens_no_future_period(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Midnight.AddMinutes(-1));
        await host.ScoreAsync("ann", "arena", 10, occurred: Midnight.AddYears(5));
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("", await host.RanksAsync("/v1/leaderboards/arena/daily"));
    }

    [Theory, Every<BoardStores>]
    public async Task At_the_end_of_a_period_the_page_turns_at_once_and_says_the_next_reset(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Midnight.AddMinutes(-1));
        await host.ScoreAsync("ann", "arena", 10);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            """{"board":"arena","window":"daily","period":"2026-11-21","opensAt":"2026-11-21T00:00:00Z","closesAt":"2026-11-22T00:00:00Z","total":0,"entries":[]}""",
            await host.TextAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("404 not-ranked", await host.ProblemAsync("/v1/leaderboards/arena/daily/players/ann"));
    }

    [Theory, Every<BoardStores>]
    public async Task A_page_that_was_read_while_its_period_ran_says_afterwards_that_it_is_past(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Midnight.AddMinutes(-1));
        await host.ScoreAsync("ann", "arena", 10);
        Assert.False((await host.JsonAsync("/v1/leaderboards/arena/daily")).TryGetProperty("final", out _));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await host.JsonAsync("/v1/leaderboards/arena/daily/history/2026-11-20")).GetProperty("final").GetBoolean());
    }

    [Theory, Every<BoardStores>]
    public async Task A_score_removed_during_the_grace_is_not_archived(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Midnight.AddMinutes(-1));
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("bob", "arena", 5);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/arena/daily/players/ann");
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RolledOverAsync();
        Assert.Equal("1 bob 5", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
    }

    [Theory, Every<BoardStores>]
    public async Task Between_two_seasons_nothing_runs_and_the_page_says_when_the_next_one_opens(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """
            {"boards":{"league":{"seasons":[{"id":"s1","opensAt":"2026-11-01","closesAt":"2026-11-21"},{"id":"s2","opensAt":"2026-12-01T06:00:00+01:00","closesAt":"2027-01-01"}]}}}
            """, Midnight.AddHours(-1));
        await host.ScoreAsync("ann", "league", 10);
        Assert.Equal("s1", (await host.JsonAsync("/v1/leaderboards/league/seasonal")).GetProperty("period").GetString());
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.ScoreAsync("bob", "league", 20);
        Assert.Equal(
            """{"board":"league","window":"seasonal","period":null,"opensAt":"2026-12-01T05:00:00Z","closesAt":null,"total":0,"entries":[]}""",
            await host.TextAsync("/v1/leaderboards/league/seasonal"));
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/league/seasonal/history/s1"));
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync("/v1/leaderboards/league/all"));
    }

    [Theory, Every<BoardStores>]
    public async Task What_fell_due_while_the_process_was_down_is_closed_at_the_start(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, now: Midnight.AddMinutes(-1));
        await host.ScoreAsync("ann", "arena", 10);
        await host.RestartAsync(() => host.Clock.UtcNow = host.Clock.UtcNow.AddDays(100));
        await host.RolledOverAsync();
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/arena/weekly/history/2026-W47"));
        Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/arena/seasonal/history/2026-Q4"));
        Assert.Equal(
            ["seasonal 2026-Q4", "weekly 2026-W47", "daily 2026-11-20"],
            (await host.JsonAsync("/v1/leaderboards/arena/hall-of-fame")).GetProperty("champions").EnumerateArray().Select(c => $"{c.GetProperty("window")} {c.GetProperty("period")}"));
    }
}
