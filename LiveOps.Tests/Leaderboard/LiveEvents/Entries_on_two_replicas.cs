using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.LiveEvents;

public sealed class Entries_on_two_replicas
{
    private const int Players = 12, Entrants = 5, Attempts = 2, Scores = 4;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Two_that_apply_the_same_scores_at_once_and_let_players_in_count_each_once(SqlKind kind)
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind);
        await using LeaderboardHost one = await LeaderboardHost.StartAsync(boards, clock), other = await LeaderboardHost.StartAsync(boards.Replica(), clock);
        Answer made = await one.DocumentOf("live-events").PutAsync($$$"""
            {"liveEvents":[{"id":"cup","opensAt":"2026-11-20T11:00:00Z","closesAt":"2026-11-20T14:00:00Z","board":{"operator":"sum"},"entry":{"maxEntrants":{{{Entrants}}},"maxAttempts":{{{Attempts}}}}}]}
            """, "\"0\"", "events");
        Assert.True(made.Status == 200, made.Body);
        await Task.WhenAll(ScoreAsync(one), ScoreAsync(other), EnterAsync(one), EnterAsync(other));
        JsonElement cup = await one.JsonAsync("/v1/live-events/cup");
        Assert.Equal((Entrants, Entrants * Attempts), (cup.GetProperty("entrants").GetInt32(), cup.GetProperty("attempts").GetInt32()));
        JsonElement page = await one.JsonAsync("/v1/leaderboards/cup/seasonal");
        Assert.Equal(Entrants, page.GetProperty("total").GetInt32());
        Assert.All(page.GetProperty("entries").EnumerateArray(), entry => Assert.Equal(Attempts, entry.GetProperty("score").GetInt32()));
    }

    // The same ids on both.
    private static async Task ScoreAsync(LeaderboardHost host)
    {
        for (int i = 0; i < Players * Scores; i++)
            await host.ScoreAsync($"player-{i % Players}", "cup", 1, id: $"score-{i}");
    }

    private static async Task EnterAsync(LeaderboardHost host)
    {
        for (int i = 0; i < Players; i++)
            Assert.Matches("^(200 player|409 live-event-full)", await host.EnterAsync("cup", $"player-{Players - 1 - i}"));
    }
}
