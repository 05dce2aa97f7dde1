using System.Globalization;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Closing;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>What stands in a league's way in a cluster does so for a moment only: leftovers, clocks that differ, threads that come late, and replicas that are killed.</summary>
public sealed class Leagues_in_a_cluster_come_right
{
    private const string Boards = """{ "boards": { "ladder": { "graceSeconds": 0 } } }""";

    private const int Players = 520, Cohorts = Players / 5;

    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_season_whose_period_closed_without_a_closing_is_let_go_of_and_the_next_has_its_tables(SqlKind kind)
    {
        await using LeaderboardHost host = await StartAsync(kind);
        await host.Cluster.Database.ExecuteAsync("INSERT INTO league_seasons (league, period, opens, made, waits, state) SELECT id, 999999, 0, 0, 0, 0 FROM leagues");
        await host.ScoreAsync("ann", "ladder", 5);
        await host.RolledOverAsync();

        Assert.Equal("1 ann 5", await host.RanksAsync("/v1/leagues/arena/cohorts/1"));
        Assert.Equal(1, await host.Cluster.Database.CountAsync("SELECT count(*) FROM league_seasons"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_there_was_before_the_first_document_is_not_put_in_force_after_it(SqlKind kind)
    {
        await using LeaderboardHost host = await StartAsync(kind);
        long before = UnixTicks.Of(Friday - TimeSpan.FromMinutes(1));
        var late = new LeagueRulings(
            host.Cluster.Get<Gate>(), host.Cluster.Get<Catalogues>(), host.Cluster.Get<IPolicies<LeaguesPolicy>>(), host.Cluster.Get<IPolicies<LeaderboardPolicy>>());
        await late.RuleAsync(before, before, TestContext.Current.CancellationToken);

        Assert.True((await host.Cluster.Get<Catalogues>().RefreshAsync(TestContext.Current.CancellationToken)).Leagues["arena"].IsPlayed);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_score_that_was_accepted_by_a_clock_that_is_ahead_keeps_no_document_from_being_put_in_force(SqlKind kind)
    {
        await using LeaderboardHost host = await StartAsync(kind);
        long now = host.Clock.Now();
        await host.Cluster.Get<LeagueRulings>().RuleAsync(now, now + TimeSpan.FromMinutes(10).Ticks, TestContext.Current.CancellationToken); // as for such a score
        Answer made = await host.DocumentOf("leagues").PutAsync($$"""{ "leagues": { {{League("arena")}}, {{League("duel")}} } }""", "\"1\"", "another league");
        Assert.True(made.Status == 200, made.Body);
        await host.ScoreAsync("bob", "ladder", 5);

        Assert.Equal("1 bob 5", await host.RanksAsync("/v1/leagues/duel/cohorts/1"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Who_scores_before_a_season_that_the_league_left_is_deleted_comes_into_a_table_after_that(SqlKind kind)
    {
        await using LeaderboardHost host = await StartAsync(kind);
        await host.ScoreAsync("ann", "ladder", 5);
        await host.Cluster.Database.ExecuteAsync("UPDATE league_seasons SET state = 1"); // as when the league went to another board and is back
        Exception? refused = await Record.ExceptionAsync(() => host.ScoreAsync("bob", "ladder", 3, id: "bobs"));
        Assert.True(refused is null or StoreUnavailableException, refused?.ToString()); // which the bus waits for
        await host.RolledOverAsync();
        await host.ScoreAsync("ann", "ladder", 6);
        await host.ScoreAsync("bob", "ladder", 3, id: "bobs");

        Assert.Equal("1 ann 6, 2 bob 3", await host.RanksAsync("/v1/leagues/arena/cohorts/2"));
        Assert.Equal(2, await host.Cluster.Database.CountAsync("SELECT count(*) FROM league_members"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_close_that_is_broken_off_again_and_again_owes_each_reward_once_and_by_the_order_of_when_it_began(SqlKind kind)
    {
        await using LeaderboardHost host = await StartAsync(kind);
        await ScoreAsync(host);
        SqlTestDatabase database = host.Cluster.Database;
        long best = await database.CountAsync(
            "SELECT SUM(x.best) FROM (SELECT MAX(s.score) AS best FROM league_members AS m JOIN scores AS s ON s.period = m.period AND s.player = m.player GROUP BY m.cohort) AS x");
        host.Bus.IsDown = true; // what is owed stays there
        await host.RollOverAsync("ladder");
        await host.Cluster.Get<Closer>().CloseAsync(
            host.Cluster.Get<IPolicies<LeaderboardPolicy>>(), host.Clock.Now() + TimeSpan.TicksPerSecond, settle: 0, TestContext.Current.CancellationToken);
        await database.ExecuteAsync("UPDATE boards SET descending = NOT descending; UPDATE gate SET version = version + 1"); // as when the policy turns it

        Assert.True(await SettleAsync(host) > 2, "it was hardly broken off");
        Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM league_closings"));
        string[] owed = (await database.AskAsync("SELECT player FROM rewards_owed")).Split(", ");
        Assert.Equal((Cohorts, Cohorts), (owed.Length, owed.Distinct().Count()));
        Assert.Equal(best, owed.Sum(player => long.Parse(player.AsSpan(1), CultureInfo.InvariantCulture)));
        Assert.Equal($"{Players} {Cohorts} {Cohorts}", await database.AskAsync("SELECT players, cohorts, promoted FROM league_past"));
    }

    // By two at once, each stopped at any moment, as by a kill: what is under way is rolled back, or was committed and nobody is told. How often it was.
    private static async Task<int> SettleAsync(LeaderboardHost host)
    {
        LeagueSettling settling = host.Cluster.Get<LeagueSettling>();
        for (int broken = 0; ; broken++)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Pow(1.1, broken))); // a slow machine comes to its end too
            try
            {
                await Task.WhenAll(settling.SettleAsync(limit.Token), settling.SettleAsync(limit.Token)).WaitAsync(Patience.Whole);
                return broken;
            }
            catch (OperationCanceledException)
            {
                // That is what was to happen.
            }
        }
    }

    // Each player as many as their number.
    private static async Task ScoreAsync(LeaderboardHost host)
    {
        foreach (int[] part in Enumerable.Range(0, Players).Chunk(100))
        {
            var builder = new EventBatchBuilder();
            foreach (int player in part)
            {
                builder.Append(new GameEvent
                {
                    Type = EventType.ScoreSubmitted,
                    Id = Encoding.ASCII.GetBytes($"score-{player}"),
                    PlayerId = Encoding.ASCII.GetBytes($"p{player}"),
                    Subject = "ladder"u8,
                    Value = player,
                    OccurredAt = host.Clock.Now() / UnixTicks.PerMillisecond,
                });
            }

            await host.Cluster.ApplyAsync(new BusMessage(BusMessageKind.Events, builder.Seal(host.Clock.Now()).Bytes));
        }
    }

    private static string League(string name) => $$"""
        "{{name}}": { "board": "ladder", "window": "daily", "cohortSize": 5, "divisions": ["bronze", "silver"], "promote": 1, "relegate": 1, "rewards": [{ "ranks": "1", "reward": "gold" }] }
        """;

    private static async Task<LeaderboardHost> StartAsync(SqlKind kind)
    {
        LeaderboardHost host = await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(kind), new ManualClock(Friday), Boards);
        Answer made = await host.DocumentOf("leagues").PutAsync($$"""{ "leagues": { {{League("arena")}} } }""", "\"0\"", "a league");
        Assert.True(made.Status == 200, made.Body);
        await host.RolledOverAsync();
        return host;
    }
}
