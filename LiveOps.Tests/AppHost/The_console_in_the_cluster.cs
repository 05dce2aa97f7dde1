using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Console;
using LiveOps.Tests.Console.Walks;
using Microsoft.Playwright;

namespace LiveOps.Tests.AppHost;

/// <summary>Two replicas of the console, as Aspire starts them, behind one address, in Chromium.</summary>
[Collection(nameof(RunningCluster))]
public sealed class The_console_in_the_cluster(RunningCluster cluster, Chromium chromium) : IClassFixture<Chromium>
{
    private const int Crowd = 100_000, Batch = 1_000;

    // A connection is one replica's: each request has one of its own.
    private static readonly (string, string) Anew = ("Connection", "close");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_page_is_whole_and_every_action_is_seen_in_the_services(bool scripts)
    {
        await using WalkedCluster system = await WalkedCluster.OpenAsync(cluster);
        Stage stage = await Stage.SetAsync(system, Stage.All[scripts ? 0 : 1]);
        if (scripts)
        {
            foreach (OperatorRole role in new[] { OperatorRole.Viewer, OperatorRole.Moderator, OperatorRole.Operator })
                await WholeWalk.SeeAllAsync(chromium, system, stage, role);
        }

        await WholeWalk.DoAllAsync(chromium, system, stage, scripts);
    }

    [Fact]
    public async Task Among_a_hundred_thousand_players_one_is_found_their_board_is_read_in_its_middle_and_one_is_hidden()
    {
        await using WalkedCluster system = await WalkedCluster.OpenAsync(cluster);
        try
        {
            await WalkAmongTheCrowdAsync(system);
        }
        finally
        {
            // The cluster is others' too: they need not wait for a crowd that is ranked, closed and archived.
            foreach ((string path, string done) in ((string, string)[])[($"players/{OfCrowd(50_000)}/hidden", "204"), ("crowd", "200 404")])
            {
                using HttpResponseMessage answer = await system.CallAsync(HttpMethod.Delete, "leaderboard", $"/v1/leaderboards/{path}");
                Assert.Contains($"{(int)answer.StatusCode}", done, StringComparison.Ordinal); // 404: the one before was done, but its answer was lost
            }
        }
    }

    [Fact]
    public async Task Of_two_operators_at_one_thing_the_slower_is_told_who_was_faster_and_loses_nothing_that_was_typed()
    {
        await using WalkedCluster system = await WalkedCluster.OpenAsync(cluster);
        Stage stage = await Stage.SetAsync(system, Stage.All[2]);
        ConsoleWalk ann = await ConsoleWalk.SignedInAsync(chromium, system), bob = await ConsoleWalk.SignedInAsync(chromium, system, name: "bob");
        ConsoleAction decide = ConsoleActions.Of(stage).First(action => action is { Route: "/review/{id}/decide", Does: "watch" });
        await bob.SeeAsync(stage.CasePath);
        await ann.DoAsync(decide);
        await bob.Page.FillAsync("form[action$='/decide'] input[name=reason]", Stage.Hostile);
        await bob.Page.ClickAsync("form[action$='/decide'] button[value=block]");
        Assert.Contains("ann decided watch at ", await bob.Page.InnerTextAsync("main [role=alert]"), StringComparison.Ordinal);
        Assert.Equal(Stage.Hostile, await bob.Page.InputValueAsync("form[action$='/decide'] input[name=reason]"));
        Assert.Equal("ok", (await system.JsonAsync("fairness", $"/v1/players/{stage.Jumper}/standing")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_service_that_is_killed_while_one_looks_leaves_a_sentence_and_is_there_again()
    {
        await using WalkedCluster system = await WalkedCluster.OpenAsync(cluster);
        ConsoleWalk ann = await ConsoleWalk.SignedInAsync(chromium, system);
        await ann.SeeAsync("/boards");

        // Held still first: a service starts again so fast that a page may miss that it was away.
        ResourceEvent[] replicas = [.. await cluster.ReplicasAsync("leaderboard")];
        using (Process hold = Process.Start("kill", ["-STOP", .. replicas.Select(replica => RunningCluster.Process(replica).ToString(CultureInfo.InvariantCulture))]))
            await hold.WaitForExitAsync(TestContext.Current.CancellationToken);
        await ann.Page.GotoAsync("/boards");
        Assert.Contains("leaderboard does not answer now: what it knows is missing here.", await ann.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Task.WhenAll(replicas.Select(cluster.KillAsync));

        var patience = new Patience();
        while (await ann.Page.Locator(".down").CountAsync() > 0)
        {
            Assert.False(patience.IsOver, await ann.Page.InnerTextAsync("main"));
            await ann.Page.GotoAsync("/boards");
        }

        await ann.SeeAsync("/boards");
    }

    [Fact]
    public async Task Whoever_looks_stays_signed_in_while_one_is_killed_and_whoever_signs_out_is_out_everywhere()
    {
        await using WalkedCluster system = await WalkedCluster.OpenAsync(cluster);
        Uri console = system.Console;
        using var visitor = new ConsoleVisitor(path => new Uri(console, path), RunningCluster.RequestTime);
        Assert.Equal(303, (await visitor.SignInAsync(system.TokenOf(OperatorRole.Admin), "ann")).Status);
        ConsoleWalk ann = await ConsoleWalk.SignedInAsync(chromium, system), bob = await ConsoleWalk.SignedInAsync(chromium, system, name: "bob");
        List<ResourceEvent> replicas = await cluster.ReplicasAsync("console");

        Task killed = cluster.KillAsync(replicas[0]);
        int seen = 0;
        var patience = new Patience();
        while (!patience.IsOver && (seen < 40 || !killed.IsCompleted))
        {
            try
            {
                (int status, string page, _) = await visitor.GetAsync("/boards", Anew);
                Assert.True(status == 200, $"{status} {page}");
                IResponse whole = (await ann.Page.GotoAsync("/boards", new PageGotoOptions { Timeout = (float)RunningCluster.RequestTime.TotalMilliseconds }))!;
                if (await whole.FinishedAsync() is not null)
                    continue; // half of a page
                Assert.Equal(1, await ann.Page.Locator(".who").CountAsync());
                seen++;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or PlaywrightException or TimeoutException)
            {
                // The replica that had it is gone, which the proxy may not know yet.
            }
        }

        await killed;
        Assert.True(seen >= (patience.IsOver ? 4 : 40), $"{seen} pages were seen"); // a machine with much to do shows few
        var kept = visitor.Cookies.GetCookies(console)["liveops-console"]!;
        await ann.DoAsync(ConsoleActions.OfSessions("").Single(action => action.Does == "everywhere"));
        for (int n = 0; n < 20; n++)
        {
            visitor.Cookies.Add(console, new System.Net.Cookie(kept.Name, kept.Value)); // a refusal takes it away
            Assert.Equal(302, (await visitor.GetAsync("/boards", Anew)).Status);
        }

        await bob.SeeAsync("/boards"); // whose sessions are their own
        Assert.Equal(1, await bob.Page.Locator(".who").CountAsync());
    }

    private async Task WalkAmongTheCrowdAsync(WalkedCluster system)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Crowd / Batch), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (batch, _) => await system.AcceptAsync([.. Enumerable.Range(batch * Batch, Batch).Select(n => Stage.Score(OfCrowd(n), "crowd", 1 + n))]));
        await system.AcceptAsync([.. Enumerable.Range(0, 500).Select(n => Stage.Xp(OfCrowd(n * 200), 250))]);
        foreach (string window in (string[])["all", "weekly"])
            await system.EventuallyAsync("leaderboard", $"/v1/leaderboards/crowd/{window}", board => board.GetProperty("total").GetInt32() == Crowd);
        await system.EventuallyAsync("progression", $"/v1/players/{OfCrowd(99_800)}", player => player.GetProperty("xp").GetInt64() >= 250);
        ConsoleWalk ann = await ConsoleWalk.SignedInAsync(chromium, system);

        await ann.SeeAsync("/players?prefix=crowd-0500");
        Assert.Equal(1, await ann.Page.Locator($"a[href='/players/{OfCrowd(50_000)}']").CountAsync());
        Assert.DoesNotContain(OfCrowd(49_800), await ann.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await ann.SeeAsync("/boards/crowd/all?offset=50000");
        string middle = await ann.Page.InnerTextAsync("main");
        Assert.Contains("100,000", middle, StringComparison.Ordinal);
        Assert.Contains(OfCrowd(49_999), middle, StringComparison.Ordinal); // whose score is 50,000: as many are before them
        Assert.DoesNotContain(OfCrowd(50_000), middle, StringComparison.Ordinal);
        await ann.SeeAsync($"/boards/crowd/all?offset={Crowd - 50}");
        Assert.Contains(OfCrowd(0), await ann.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await ann.SeeAsync("/");
        await ann.SeeAsync("/boards/crowd/weekly/rollover");
        Assert.Contains(OfCrowd(Crowd - 1), await ann.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        string path = $"/players/{OfCrowd(50_000)}";
        await ann.SeeAsync(path);
        Assert.Contains("50,000", await ann.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(303, (await ann.PostAsync($"{path}/hide", ("reason", "looked at"))).Status);
        await system.EventuallyAsync("leaderboard", "/v1/leaderboards/crowd/all", board => board.GetProperty("total").GetInt32() == Crowd - 1);
    }

    private static string OfCrowd(int n) => "crowd-" + n.ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
}
