using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
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
            Assert.Equal("remove", await NotedAsync(host));
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
            Assert.Equal("drop", await NotedAsync(host));
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
            Assert.Equal("rollover", await NotedAsync(host));
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

            Assert.Equal("show, hide", await NotedAsync(host));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Whoever_is_refused_is_told_that_it_may_be_done(SqlKind kind)
    {
        (LossyLine line, LeaderboardHost host) = await StartAsync(kind);
        await using (host)
        await using (line)
        {
            (HttpMethod Method, string Path, string Afterwards)[] calls =
            [
                (HttpMethod.Delete, All + "/players/ann", "404 not-ranked"),
                (HttpMethod.Post, "/v1/leaderboards/arena/daily/rollover", "409 nothing-to-roll-over"),
                (HttpMethod.Delete, "/v1/leaderboards/arena", "404 unknown-board"),
            ];
            await host.ScoreAsync("ann", "arena", 10);
            foreach ((HttpMethod method, string path, string afterwards) in calls)
            {
                _ = line.LoseNext(Move, LossyLine.Afterwards.Die);
                Assert.Contains("may have been done", await RefusalAsync(host, method, path), StringComparison.Ordinal);
                Assert.DoesNotContain("may have been done", await RefusalAsync(host, method, path), StringComparison.Ordinal); // nothing was sent
                line.Mend();
                Assert.Equal(afterwards, await SettledAsync(host, method, path));
            }

            Assert.Equal("drop, rollover, remove", await NotedAsync(host)); // each was done, once
        }
    }

    // What the audit has, newest first.
    private static async Task<string> NotedAsync(LeaderboardHost host) => string.Join(
        ", ", (await host.OperatorsAsync(HttpMethod.Get, "/v1/audit")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));

    private static async Task<string> RefusalAsync(LeaderboardHost host, HttpMethod method, string path)
    {
        using HttpResponseMessage answer = await host.SendAsync(method, path);
        Assert.Equal((503, "1"), ((int)answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        return await answer.Content.ReadAsStringAsync();
    }

    // While the circuit breaker is open it goes on being refused.
    private static async Task<string> SettledAsync(LeaderboardHost host, HttpMethod method, string path)
    {
        for (var patience = new Patience(); ;)
        {
            string problem = await host.ProblemAsync(path, method);
            if (problem != "503 unavailable")
                return problem;
            Assert.False(patience.IsOver, "it is refused for ever");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<(LossyLine Line, LeaderboardHost Host)> StartAsync(SqlKind kind, string? policy = null)
    {
        (SqlTestDatabase database, LossyLine line) = await LossyLine.ToAsync(await SqlServer.SharedAsync(kind));
        return (line, await LeaderboardHost.StartAsync(await ClusterBoards.CreateAsync(database), new ManualClock(), policy));
    }
}
