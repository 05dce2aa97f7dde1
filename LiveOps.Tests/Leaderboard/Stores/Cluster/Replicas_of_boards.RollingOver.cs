using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

/// <content>Rolling over, on time and early.</content>
public sealed partial class Replicas_of_boards
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Both_roll_over_at_once_and_every_period_is_closed_once_and_whole(SqlKind kind)
    {
        await using Pair pair = await Pair.StartAsync(kind, """{"default":{"windows":["daily","weekly"]}}""");
        for (int day = 0; day < 9; day++)
        {
            for (int player = 0; player <= day; player++)
                await (player % 2 == 0 ? pair.First : pair.Second).ScoreAsync($"p{player}", "arena", 100 + player, id: $"{day}-{player}");
            pair.Clock.UtcNow = pair.Clock.UtcNow.AddDays(1);
            if (day % 2 == 0) // every other day two days are due
                await Task.WhenAll(pair.First.RolledOverAsync(), pair.Second.RolledOverAsync(), pair.First.RolledOverAsync(), pair.Second.RolledOverAsync());
        }

        foreach (LeaderboardHost replica in new[] { pair.First, pair.Second })
        {
            await replica.RolledOverAsync();
            JsonElement periods = (await replica.JsonAsync("/v1/leaderboards/arena/daily/history")).GetProperty("periods");
            Assert.Equal(
                Enumerable.Range(0, 9).Reverse().Select(day => $"2026-11-{20 + day} {day + 1} True"),
                periods.EnumerateArray().Select(period => $"{period.GetProperty("period")} {period.GetProperty("total")} {period.GetProperty("final").GetBoolean()}"));
            Assert.StartsWith("1 p8 108, 2 p7 107, 3 p6 106, 1 p7 107, ", await replica.ChampionsAsync(), StringComparison.Ordinal);
            Assert.Equal(
                ["daily 2026-11-28", "daily 2026-11-27", "daily 2026-11-26"],
                (await replica.JsonAsync("/v1/leaderboards/arena/hall-of-fame?window=daily&limit=3")).GetProperty("champions").EnumerateArray()
                    .Select(champion => $"{champion.GetProperty("window")} {champion.GetProperty("period")}").Distinct());
        }

        Assert.Equal(0, await pair.First.Cluster.Database.CountAsync("SELECT count(*) FROM scores WHERE period IN (SELECT id FROM periods WHERE state <> 0)"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Both_are_asked_to_roll_over_early_at_once_and_one_does_and_whoever_comes_next_closes_what_has_ended(SqlKind kind)
    {
        var clock = new ManualClock();
        ClusterBoards boards = await ClusterBoards.CreateAsync(kind);
        await using LeaderboardHost second = await LeaderboardHost.StartAsync(boards.Replica(), clock);
        await using (LeaderboardHost first = await LeaderboardHost.StartAsync(boards, clock))
        {
            for (int part = 1; part <= 3; part++)
            {
                await first.ScoreAsync("ann", "arena", part, id: $"ann-{part}");
                await second.ScoreAsync("bob", "arena", 10 * part, id: $"bob-{part}");
                clock.UtcNow = clock.UtcNow.AddMinutes(1);
                string named = part == 2 ? "?period=2026-11-20~2" : ""; // whether they say which or not
                HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? first : second).SendAsync(HttpMethod.Post, $"/v1/leaderboards/arena/daily/rollover{named}")));
                Assert.Equal([200, 409, 409, 409, 409, 409], answers.Select(answer => (int)answer.StatusCode).Order());
                foreach (LeaderboardHost replica in new[] { first, second })
                {
                    await replica.RolledOverAsync(); // looks at the catalogue again, as each does every second
                    Assert.Equal("", await replica.RanksAsync("/v1/leaderboards/arena/daily"));
                    Assert.Equal($"1 bob {10 * part}, 2 ann {part}", await replica.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20" + (part == 1 ? "" : $"~{part}")));
                }
            }

            Assert.Equal("", await first.ChampionsAsync());
        }

        // The one that may have ended them is gone.
        clock.UtcNow = clock.UtcNow.AddMinutes(6);
        await second.RolledOverAsync();
        Assert.Equal("1 bob 30, 2 ann 3, 1 bob 20, 2 ann 2, 1 bob 10, 2 ann 1", await second.ChampionsAsync());
        Assert.Equal(3, await boards.Database.CountAsync("SELECT count(*) FROM periods WHERE win = 0 AND state = 3"));
        Assert.Equal(1, await boards.Database.CountAsync("SELECT count(*) FROM periods WHERE win = 0 AND state = 0"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_score_that_was_accepted_before_an_early_rollover_and_is_still_on_the_bus_counts_where_it_occurred(SqlKind kind)
    {
        await using Pair pair = await Pair.StartAsync(kind, "{}");
        await pair.First.ScoreAsync("ann", "arena", 1);
        await pair.Second.RolledOverAsync(); // looks at the catalogue again, as it does every second
        Assert.Equal("1 ann 1", await pair.Second.RanksAsync("/v1/leaderboards/arena/daily"));
        DateTimeOffset before = pair.Clock.UtcNow;
        pair.Clock.UtcNow = before.AddSeconds(10);
        await pair.First.RollOverAsync();
        pair.Clock.UtcNow = before;
        await pair.Second.ScoreAsync("bob", "arena", 2, id: "on-the-bus");
        pair.Clock.UtcNow = before.AddSeconds(20);
        Assert.Equal("", await pair.Second.RanksAsync("/v1/leaderboards/arena/daily"));
        Assert.Equal("1 bob 2, 2 ann 1", await pair.Second.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
        // A replica whose clock is behind: nobody has scored in what is left, by its clock too.
        pair.Clock.UtcNow = before.AddSeconds(5);
        Assert.Equal("409 nothing-to-roll-over", await pair.Second.ProblemAsync("/v1/leaderboards/arena/daily/rollover", HttpMethod.Post));
    }

    [Theory]
    [InlineData(SqlKind.MySql, "/2026-11-20")]
    [InlineData(SqlKind.Postgres, "/2026-11-20")]
    [InlineData(SqlKind.MySql, "/2026-11-20/players/ann")]
    [InlineData(SqlKind.Postgres, "")]
    public async Task Whoever_is_the_first_to_ask_a_replica_for_what_another_has_just_archived_is_answered_from_the_archive(SqlKind kind, string what)
    {
        await using Pair pair = await Pair.StartAsync(kind, "{}");
        await pair.First.ScoreAsync("ann", "arena", 1);
        await pair.Second.RolledOverAsync(); // looks at the catalogue again, as it does every second
        Assert.Equal("1 ann 1", await pair.Second.RanksAsync("/v1/leaderboards/arena/daily"));
        pair.Clock.UtcNow = pair.Clock.UtcNow.AddDays(1);
        await pair.First.RolledOverAsync();

        using HttpResponseMessage answer = await pair.Second.SendAsync(HttpMethod.Get, "/v1/leaderboards/arena/daily/history" + what);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains(what.Length > 0 ? "\"ann\"" : "\"total\":1", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
