using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Policies;

public sealed class Changed_policies
{
    [Theory, Every<BoardStores>]
    public async Task A_changed_policy_comes_into_force_and_outlives_a_restart(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"arena":{}}}""");
        await host.ScoreAsync("ann", "arena", 10);
        await host.ScoreAsync("bob", "arena", 20);
        await host.ScoreAsync("cid", "arena", 10);
        Assert.Equal("1 bob 20, 2 ann 10, 3 cid 10", await host.RanksAsync("/v1/leaderboards/arena/all"));
        host.WritePolicy("""{"boards":{"arena":{"operator":"sum","order":"asc","windows":["all"]},"new":{}}}""");
        host.Clock.Advance(PolicyFile<LeaderboardPolicy>.Interval);
        await host.BoardIsAsync("arena", "order", "asc");
        Assert.Equal("1 ann 10, 2 cid 10, 3 bob 20", await host.RanksAsync("/v1/leaderboards/arena/all"));
        Assert.Equal("404 unknown-window", await host.ProblemAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("", await host.RanksAsync("/v1/leaderboards/new/daily"));
        await host.RestartAsync();
        await host.ScoreAsync("ann", "arena", 5);
        Assert.Equal("1 cid 10, 2 ann 15, 3 bob 20", await host.RanksAsync("/v1/leaderboards/arena/all"));
        int executed = host.Executed;
        await host.RestartAsync(); // nothing changed: nothing is sent
        Assert.Equal(executed, host.Executed);
    }

    [Theory, Every<BoardStores>]
    public async Task A_season_that_runs_is_extended_and_shortened_and_ended(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, Season("2026-11-30"));
        await host.ScoreAsync("ann", "league", 10);
        await ChangeAsync(host, "2026-12-31");
        Assert.Equal("2026-12-31T00:00:00Z", await ClosesAsync(host));
        host.Clock.Advance(TimeSpan.FromDays(15)); // past its first end
        await host.RolledOverAsync();
        await host.ScoreAsync("bob", "league", 20);
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync("/v1/leaderboards/league/seasonal"));

        await ChangeAsync(host, "2026-12-10");
        await host.RestartAsync();
        Assert.Equal("2026-12-10T00:00:00Z", await ClosesAsync(host));
        await ChangeAsync(host, "2026-12-01"); // past: it ends now, with every score that counted
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await host.RolledOverAsync();
        Assert.Equal(JsonValueKind.Null, (await host.JsonAsync("/v1/leaderboards/league/seasonal")).GetProperty("period").ValueKind);
        JsonElement past = await host.JsonAsync("/v1/leaderboards/league/seasonal/history/s1");
        Assert.True(past.GetProperty("final").GetBoolean());
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync("/v1/leaderboards/league/seasonal/history/s1"));
        Assert.StartsWith("2026-12-05T", past.GetProperty("closesAt").GetString(), StringComparison.Ordinal);
        await host.ScoreAsync("cid", "league", 30);
        Assert.Equal("1 bob 20, 2 ann 10", await host.RanksAsync("/v1/leaderboards/league/seasonal/history/s1"));

        static string Season(string end) => $$$$"""{"boards":{"league":{"seasons":[{"id":"s1","opensAt":"2026-11-01","closesAt":"{{{{end}}}}"}]}}}""";

        static async Task ChangeAsync(LeaderboardHost host, string end)
        {
            string before = await host.TextAsync("/v1/leaderboards/league/seasonal");
            host.WritePolicy(Season(end));
            host.Clock.Advance(PolicyFile<LeaderboardPolicy>.Interval);
            // The file is read in its own time, and what happens by time in the cluster looks at what it said only when it is asked.
            for (var patience = new Patience(); await host.TextAsync("/v1/leaderboards/league/seasonal") == before; await Task.Delay(1, TestContext.Current.CancellationToken))
            {
                Assert.False(patience.IsOver, before);
                await host.RolledOverAsync();
            }
        }

        static async Task<string?> ClosesAsync(LeaderboardHost host) => (await host.JsonAsync("/v1/leaderboards/league/seasonal")).GetProperty("closesAt").GetString();
    }

    [Fact]
    public void What_became_of_a_season_is_said_as_it_is()
    {
        long now = Tick("2026-12-05T12:00:00Z");
        Assert.Equal("season s of b is extended: it runs until 2026-12-31T00:00:00Z, not 2026-12-10T00:00:00Z", Moved("2026-12-10T00:00:00Z", "2026-12-31T00:00:00Z"));
        Assert.Equal("season s of b is shortened: it runs until 2026-12-10T00:00:00Z, not 2026-12-31T00:00:00Z", Moved("2026-12-31T00:00:00Z", "2026-12-10T00:00:00Z"));
        Assert.StartsWith("season s of b has ended at 2026-12-05T12:00:00Z; it was to run until 2026-12-31T00:00:00Z", Moved("2026-12-31T00:00:00Z", "2026-12-05T12:00:00Z"), StringComparison.Ordinal);

        string Moved(string was, string closes) => new MovedSeason("b", new Period("s", 0, Tick(was)), new Period("s", 0, Tick(closes))).Text(now);

        static long Tick(string time) => UnixTicks.Of(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory, Every<BoardStores>]
    public async Task A_time_zone_changed_while_a_day_runs_neither_loses_nor_repeats_a_day(BoardStores stores)
    {
        await using LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"arena":{}}}""", new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await host.ScoreAsync("ann", "arena", 1);
        host.WritePolicy("""{"boards":{"arena":{"timeZone":"America/New_York"}}}""");
        host.Clock.Advance(PolicyFile<LeaderboardPolicy>.Interval);
        await host.BoardIsAsync("arena", "timeZone", "America/New_York");
        await host.ScoreAsync("bob", "arena", 2); // the running day keeps the bounds it began with
        Assert.Equal("1 bob 2, 2 ann 1", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        host.Clock.Advance(TimeSpan.FromHours(13)); // 2026-11-21 01:00 UTC: still the 20th in New York, but the 20th has been closed
        await host.RolledOverAsync();
        await host.ScoreAsync("cid", "arena", 3);
        Assert.Equal("1 bob 2, 2 ann 1", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
        host.Clock.Advance(TimeSpan.FromHours(5));
        await host.ScoreAsync("dan", "arena", 4);
        Assert.Equal("1 dan 4", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("1 dan 4, 2 cid 3, 3 bob 2, 4 ann 1", await host.RanksAsync("/v1/leaderboards/arena/all"));
    }
}
