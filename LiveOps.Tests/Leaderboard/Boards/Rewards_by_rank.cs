using LiveOps.Leaderboard.Policies;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Leaderboard.EarnedRewards;

namespace LiveOps.Tests.Leaderboard.Boards;

public sealed class Rewards_by_rank
{
    private const string Policy = """
        { "boards": { "ladder": { "graceSeconds": 0, "rewards": [
            { "window": "daily", "ranks": "1", "reward": "gold" },
            { "window": "daily", "ranks": "2-3", "reward": "silver" },
            { "window": "weekly", "ranks": "1-10", "reward": "top" }] } } }
        """;

    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, Every<BoardStores>]
    public async Task The_best_of_a_period_earn_them_when_it_closes_and_each_once(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy, Friday);
        foreach ((string player, long score) in new[] { ("ann", 50L), ("bob", 40), ("cid", 30), ("dan", 20), ("eve", 60), ("fay", 70) })
            await host.ScoreAsync(player, "ladder", score);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/fay/hidden");
        await host.EraseAsync("eve");
        host.Clock.Advance(TimeSpan.FromHours(13));

        string[] daily = ["ladder.daily.gold:2026-11-20 ann", "ladder.daily.silver:2026-11-20 bob", "ladder.daily.silver:2026-11-20 cid"];
        Assert.Equal(daily, await ToldAsync(host, 3));
        await host.RolledOverAsync();
        await host.RestartAsync();
        await host.RolledOverAsync();
        await host.OperateAsync(HttpMethod.Delete, "/v1/leaderboards/players/fay/hidden"); // they were on no board when it closed
        host.Clock.Advance(TimeSpan.FromDays(3));
        string[] told = await ToldAsync(host, 8);
        Assert.Equal(
            [.. daily, "ladder.weekly.top:2026-W47 ann", "ladder.weekly.top:2026-W47 bob", "ladder.weekly.top:2026-W47 cid", "ladder.weekly.top:2026-W47 dan", "ladder.weekly.top:2026-W47 fay"],
            told);
    }

    [Theory, Every<BoardStores>]
    public async Task What_cannot_be_told_is_owed_over_restarts_and_whoever_is_erased_meanwhile_earns_nothing(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Policy, Friday);
        foreach ((string player, long score) in new[] { ("ann", 50L), ("bob", 40), ("cid", 30) })
            await host.ScoreAsync(player, "ladder", score);
        await host.RolledOverAsync(); // what a start says is said
        host.Bus.IsDown = true;
        host.Clock.Advance(TimeSpan.FromHours(13));
        await host.RolledOverAsync(); // what else happens by time goes on
        await host.EraseAsync("bob");
        Assert.Empty(Told(host));
        await host.RestartAsync(() => host.Bus.IsDown = false);
        Assert.Equal(["ladder.daily.gold:2026-11-20 ann", "ladder.daily.silver:2026-11-20 cid"], await ToldAsync(host, 2));
    }

    [Theory, Every<BoardStores>]
    public async Task An_early_rollover_pays_its_part_and_a_cancelled_season_nothing(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Season(false), Friday);
        await host.ScoreAsync("ann", "ladder", 50);
        await host.ScoreAsync("bob", "ladder", 40);
        await host.RollOverAsync("ladder", "daily");
        await host.ScoreAsync("bob", "ladder", 60);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["ladder.daily.gold:2026-11-20 ann"], await ToldAsync(host, 1));

        host.WritePolicy(Season(true));
        host.Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(["ladder.daily.gold:2026-11-20 ann", "ladder.daily.gold:2026-11-20..2 bob"], await ToldAsync(host, 2));
        Assert.True((await host.JsonAsync("/v1/leaderboards/ladder/seasonal/history/s1")).GetProperty("cancelled").GetBoolean());

        static string Season(bool cancelled) => $$"""
            { "boards": { "ladder": { "graceSeconds": 0,
                "seasons": [{ "id": "s1", "opensAt": "2026-11-01", "closesAt": "2026-12-01", "cancelled": {{(cancelled ? "true" : "false")}} }],
                "rewards": [{ "window": "daily", "ranks": "1", "reward": "gold" }, { "window": "seasonal", "ranks": "1", "reward": "cup" }] } } }
            """;
    }

    [Fact]
    public void A_name_that_is_too_long_ends_in_a_hash_and_two_such_are_two()
    {
        string what = new('w', 60);
        string one = RewardNames.Of(what, "2026-W47"), other = RewardNames.Of(what, "2026-W48");
        Assert.Equal((64, 64), (one.Length, other.Length));
        Assert.NotEqual(one, other);
        Assert.Equal("arena.gold:2026-W47..2", RewardNames.Of("arena.gold", "2026-W47~2"));
    }
}
