using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster;

/// <summary>The database commits what was asked for, and its answer never comes. What is done then is not looked for again, and not found.</summary>
public sealed class Answers_that_were_lost
{
    private const string All = "/v1/leaderboards/arena/all", Move = "UPDATE gate SET";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_score_counts_once(SqlKind kind)
    {
        (LossyLine line, LeaderboardHost host) = await StartAsync(kind, """{"boards":{"arena":{"operator":"sum"}}}""");
        await using (host)
        await using (line)
        {
            await host.ScoreAsync("ann", "arena", 10);
            _ = line.LoseNext("INTO applied");
            await host.ScoreAsync("ann", "arena", 5);
            Assert.Equal(1, line.Lost);
            Assert.Equal("1 ann 15", await host.RanksAsync(All));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_removal_is_no_404(SqlKind kind)
    {
        (LossyLine line, LeaderboardHost host) = await StartAsync(kind);
        await using (host)
        await using (line)
        {
            await host.ScoreAsync("ann", "arena", 10);
            await host.ScoreAsync("bob", "arena", 5);
            Assert.Equal("1 ann 10, 2 bob 5", await host.RanksAsync(All));
            _ = line.LoseNext(Move);
            await host.OperateAsync(HttpMethod.Delete, All + "/players/ann");
            Assert.Equal(1, line.Lost);
            Assert.Equal("1 bob 5", await host.RanksAsync(All));
            Assert.Equal("404 not-ranked", await host.ProblemAsync(All + "/players/ann", HttpMethod.Delete)); // another one is
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_drop_is_no_404_and_says_what_there_was(SqlKind kind)
    {
        (LossyLine line, LeaderboardHost host) = await StartAsync(kind);
        await using (host)
        await using (line)
        {
            await host.ScoreAsync("ann", "arena", 10);
            _ = line.LoseNext(Move);
            JsonElement dropped = await host.OperatorsAsync(HttpMethod.Delete, "/v1/leaderboards/arena");
            Assert.Equal((1, """{"board":"arena","periods":4,"scores":4,"namedByPolicy":false}"""), (line.Lost, dropped.GetRawText()));
            Assert.Equal("404 unknown-board", await host.ProblemAsync(All));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task An_early_rollover_is_no_409_and_says_what_it_ended(SqlKind kind)
    {
        (LossyLine line, LeaderboardHost host) = await StartAsync(kind);
        await using (host)
        await using (line)
        {
            await host.ScoreAsync("ann", "arena", 10);
            _ = line.LoseNext(Move);
            JsonElement ended = await host.RollOverAsync();
            Assert.Equal((1, "2026-11-20", 1), (line.Lost, ended.GetProperty("period").GetString(), ended.GetProperty("total").GetInt32()));
            Assert.Equal("1 ann 10", await host.RanksAsync("/v1/leaderboards/arena/daily/history/2026-11-20"));
            Assert.Equal("", await host.RanksAsync("/v1/leaderboards/arena/daily"));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Whoever_is_hidden_shown_blocked_and_erased_is_so_in_the_ranks(SqlKind kind)
    {
        (LossyLine line, LeaderboardHost host) = await StartAsync(kind);
        await using (host)
        await using (line)
        {
            await host.ScoreAsync("ann", "arena", 10);
            await host.ScoreAsync("bob", "arena", 5);
            string hidden = "/v1/leaderboards/players/ann/hidden";
            (Func<Task> Do, string Ranks)[] steps =
            [
                (() => host.OperateAsync(HttpMethod.Put, hidden), "1 bob 5"),
                (() => host.OperateAsync(HttpMethod.Delete, hidden), "1 ann 10, 2 bob 5"),
                (() => host.BlockAsync("ann", 1, TimeSpan.FromHours(1)), "1 bob 5"),
                (() => host.BlockAsync("ann", 2, null), "1 ann 10, 2 bob 5"),
                (() => host.EraseAsync("ann"), "1 bob 5"),
            ];
            foreach (((Func<Task> step, string ranks), int number) in steps.Select((step, number) => (step, number)))
            {
                _ = line.LoseNext(Move);
                await step();
                Assert.Equal((number + 1, ranks), (line.Lost, await host.RanksAsync(All)));
            }
        }
    }

    private static async Task<(LossyLine Line, LeaderboardHost Host)> StartAsync(SqlKind kind, string? policy = null)
    {
        (SqlTestDatabase database, LossyLine line) = await LossyLine.ToAsync(await SqlServer.SharedAsync(kind));
        return (line, await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(database), new Harness.ManualClock(), policy));
    }
}
