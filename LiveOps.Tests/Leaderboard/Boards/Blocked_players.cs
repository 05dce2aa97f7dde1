using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Boards;

public sealed class Blocked_players
{
    private const string Day = "/v1/leaderboards/arena/daily", Past = "/v1/leaderboards/arena/daily/history/2026-11-20";

    [Theory, Every<BoardStores>]
    public async Task Whoever_is_blocked_is_on_no_board_and_in_no_history_until_the_block_ends_by_itself(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        await ScoreAsync(host);
        await host.BlockAsync("ann", 1, TimeSpan.FromMinutes(15));
        for (int i = 0; i < 2; i++)
        {
            foreach (string page in new[] { Day, Past, "/v1/leaderboards/arena/all" })
                Assert.Equal("1 bob 20", await host.RanksAsync(page));
            Assert.Equal("1 bob 20", await host.ChampionsAsync());
            Assert.Equal("404 not-ranked", await host.ProblemAsync(Day + "/players/ann"));
            Assert.Equal($$"""{"total":1,"hidden":[{"playerId":"ann","byOperator":false,"blockedUntil":"{{Text(host.Clock.UtcNow.AddMinutes(15))}}"}]}""", await HiddenAsync(host));
            await host.RestartAsync();
        }

        await host.ScoreAsync("ann", "arena", 40); // was accepted before the block, and came after it
        host.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await host.RolledOverAsync();
        Assert.Equal("1 bob 20", await host.RanksAsync(Day));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await RanksBecomeAsync(host, "1 ann 40, 2 bob 20");
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync(Past));
        Assert.Equal("""{"total":0,"hidden":[]}""", await HiddenAsync(host));
    }

    [Theory, Every<BoardStores>]
    public async Task A_lift_shows_them_at_once_and_what_was_decided_before_changes_nothing_when_it_comes_late_or_twice(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        await host.BlockAsync("ann", 7, TimeSpan.FromHours(1));
        Assert.Equal("1 bob 20", await host.RanksAsync(Day));
        await host.BlockAsync("ann", 8, null);
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync(Day));
        await host.BlockAsync("ann", 7, TimeSpan.FromHours(1));
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync(Day));
        await host.RestartAsync();
        await host.BlockAsync("ann", 7, TimeSpan.FromHours(1));
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync(Day));

        await host.BlockAsync("ann", 9, TimeSpan.FromHours(2));
        await host.BlockAsync("ann", 9, TimeSpan.FromHours(2));
        Assert.Equal("1 bob 20", await host.RanksAsync(Day));
        await host.BlockAsync("ann", 10, TimeSpan.FromMinutes(1)); // an operator's, shorter
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await RanksBecomeAsync(host, "1 ann 30, 2 bob 20");
    }

    [Theory, Every<BoardStores>]
    public async Task An_operators_hide_outlives_the_block_and_the_block_outlives_showing_them(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/ann/hidden");
        await host.BlockAsync("ann", 1, TimeSpan.FromMinutes(15));
        await host.BlockAsync("bob", 1, TimeSpan.FromMinutes(15));
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/bob/hidden");
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/bob/hidden");
        Assert.Equal("", await host.RanksAsync(Day));
        await host.RestartAsync();
        string until = Text(host.Clock.UtcNow.AddMinutes(15));
        Assert.Equal(
            $$"""{"total":2,"hidden":[{"playerId":"ann","byOperator":true,"blockedUntil":"{{until}}"},{"playerId":"bob","byOperator":false,"blockedUntil":"{{until}}"}]}""", await HiddenAsync(host));
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        await RanksBecomeAsync(host, "1 bob 20");
        Assert.Equal("""{"total":1,"hidden":[{"playerId":"ann","byOperator":true}]}""", await HiddenAsync(host));
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/ann/hidden");
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync(Day));
    }

    [Theory, Every<BoardStores>]
    public async Task Where_the_policy_says_so_a_block_hides_nobody_also_when_it_says_so_later(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores, """{ "hideBlocked": false }""");
        await host.BlockAsync("ann", 1, TimeSpan.FromHours(1));
        Assert.Equal("1 ann 30, 2 bob 20", await host.RanksAsync(Day));
        Assert.Equal("""{"total":0,"hidden":[]}""", await HiddenAsync(host));
        foreach ((string says, string ranks) in new[] { ("true", "1 bob 20"), ("false", "1 ann 30, 2 bob 20") })
        {
            host.WritePolicy($$"""{ "hideBlocked": {{says}} }""");
            host.Clock.Advance(TimeSpan.FromSeconds(2));
            await RanksBecomeAsync(host, ranks);
        }
    }

    [Theory, Every<BoardStores>]
    public async Task Who_is_erased_while_blocked_does_not_come_back_when_the_block_ends(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RolledOverAsync();
        await host.BlockAsync("ann", 1, TimeSpan.FromMinutes(15));
        await host.EraseAsync("ann");
        Assert.Equal("""{"total":0,"hidden":[]}""", await HiddenAsync(host));
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        await host.RolledOverAsync();
        Assert.Equal("1 bob 20", await host.RanksAsync(Past));
    }

    [Theory, Every<BoardStores>]
    public async Task The_hidden_come_page_by_page_by_id(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores);
        foreach (string player in new[] { "cid", "ann", "bob" })
            await host.OperateAsync(HttpMethod.Put, $"/v1/leaderboards/players/{player}/hidden");
        Assert.Equal("""{"total":3,"hidden":[{"playerId":"bob","byOperator":true}]}""", await HiddenAsync(host, "?limit=1&offset=1"));
        Assert.Equal("400 invalid-parameter", await host.ProblemAsync("/v1/leaderboards/hidden?limit=0", HttpMethod.Get, isDown: true));
        Assert.Equal("401 operator-required", await host.ProblemAsync("/v1/leaderboards/hidden", HttpMethod.Get, token: null));
    }

    [Theory, Every<BoardStores>]
    public async Task Whoever_was_blocked_when_a_period_fell_due_wins_nothing_also_where_it_is_closed_after_the_block(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """
            { "boards": { "ladder": { "graceSeconds": 0, "rewards": [{ "window": "seasonal", "ranks": "1", "reward": "cup" }], "seasons": [
                { "id": "s1", "opensAt": "2026-11-01", "closesAt": "2026-11-20T12:01:00Z" }, { "id": "s2", "opensAt": "2026-11-20T12:01:00Z", "closesAt": "2026-12-31" }] } } }
            """, new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        Answer made = await host.DocumentOf("leagues").PutAsync(
            """{"leagues":{"l":{"board":"ladder","window":"seasonal","cohortSize":10,"divisions":["low","high"],"promote":1,"relegate":0}}}""", "\"0\"", "a league");
        Assert.True(made.Status == 200, made.Body);
        await host.ScoreAsync("cheat", "ladder", 100);
        await host.ScoreAsync("early", "ladder", 70);
        await host.ScoreAsync("fair", "ladder", 50);
        await host.RolledOverAsync();
        DateTimeOffset close = new(2026, 11, 20, 12, 1, 0, TimeSpan.Zero);
        await host.BlockAsync("cheat", 1, close + TimeSpan.FromSeconds(5) - host.Clock.UtcNow);
        await host.BlockAsync("early", 1, close - TimeSpan.FromSeconds(5) - host.Clock.UtcNow);

        await host.RestartAsync(() => host.Clock.UtcNow = close + TimeSpan.FromSeconds(10)); // by when neither block holds
        Assert.Equal(["ladder.seasonal.cup:s1 early"], await EarnedRewards.ToldAsync(host, 1));
        for (var patience = new Patience(); await host.RanksAsync("/v1/leaderboards/ladder/all") != "1 cheat 100, 2 early 70, 3 fair 50" && !patience.IsOver;)
            await host.RolledOverAsync();
        Assert.Equal("1 cheat 100, 2 early 70, 3 fair 50", await host.RanksAsync("/v1/leaderboards/ladder/all")); // on boards they are again
        Assert.Equal("""{"total":0,"hidden":[]}""", await HiddenAsync(host));
        foreach (string player in new[] { "cheat", "early", "fair" })
            await host.ScoreAsync(player, "ladder", 110);
        await host.RolledOverAsync();
        foreach ((string player, string division) in new[] { ("cheat", "low"), ("early", "high"), ("fair", "low") })
            Assert.Equal(division, (await host.JsonAsync($"/v1/leagues/l/players/{player}")).GetProperty("division").GetString());
    }

    private static async Task<LeaderboardHost> StartAsync(BoardStores stores, string? policy = null)
    {
        LeaderboardHost host = await LeaderboardHost.StartAsync(stores, policy);
        await ScoreAsync(host);
        return host;
    }

    // The service's own clock may be at it, and not done yet.
    private static async Task RanksBecomeAsync(LeaderboardHost host, string ranks)
    {
        await host.RolledOverAsync();
        for (var patience = new Patience(); await host.RanksAsync(Day) != ranks && !patience.IsOver;)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Equal(ranks, await host.RanksAsync(Day));
    }

    private static async Task ScoreAsync(LeaderboardHost host)
    {
        await host.ScoreAsync("ann", "arena", 30);
        await host.ScoreAsync("bob", "arena", 20);
    }

    private static async Task<string> HiddenAsync(LeaderboardHost host, string query = "") => (await host.OperatorsAsync(HttpMethod.Get, "/v1/leaderboards/hidden" + query)).GetRawText();

    private static string Text(DateTimeOffset time) => JsonSerializer.Serialize(UnixTicks.ToUtc(UnixTicks.Of(time))).Trim('"');
}
