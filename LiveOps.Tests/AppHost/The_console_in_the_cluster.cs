using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LiveOps.Tests.Console;

namespace LiveOps.Tests.AppHost;

/// <summary>Two replicas of the console, as Aspire starts them, behind one address.</summary>
[Collection(nameof(RunningCluster))]
public sealed class The_console_in_the_cluster(RunningCluster cluster)
{
    // A connection is one replica's: each request has one of its own.
    private static readonly (string, string) Anew = ("Connection", "close");

    [Fact]
    public async Task Every_page_is_whole_and_what_is_done_on_one_is_seen_in_the_services()
    {
        DistributedApplication application = await cluster.ApplicationAsync();
        await cluster.SendSampleAsync();
        Uri console = application.GetEndpoint("console", "http");
        using var visitor = new ConsoleVisitor(path => new Uri(console, path));
        Assert.Equal(303, (await visitor.SignInAsync(await cluster.SecretAsync("OPERATOR_TOKEN"), "ann")).Status);

        foreach (string path in new[]
        {
            "/", "/calendar?weeks=1", "/boards", "/boards/hidden", "/leagues", "/live-events", "/players?prefix=a", "/players/in-the-cluster", "/review", "/policies", "/policies/boards", "/policies/leagues", "/policies/live-events",
            "/policies/progression", "/policies/fairness", "/policies/intake", "/webhooks", "/dead-letters", "/audit",
        })
        {
            string page = await visitor.PageAsync(path);
            Assert.False(page.Contains("class=\"down\"", StringComparison.Ordinal), $"{path}: {page}");
        }

        const string Player = "/players/in-the-cluster";
        Assert.Equal($"{Player}?done=blocked", await visitor.DoAsync(Player, $"{Player}/block", ("duration", "PT1H"), ("reason", "seen here")));
        Assert.Equal($"{Player}?done=noted", await visitor.DoAsync(Player, $"{Player}/notes", ("text", "of the cluster")));
        await cluster.EventuallyAsync("fairness", "/v1/players/in-the-cluster/standing", standing => standing.Contains("seen here", StringComparison.Ordinal));
        Assert.Contains("of the cluster", await visitor.PageAsync(Player), StringComparison.Ordinal);
        Assert.Equal($"{Player}?done=unblocked", await visitor.DoAsync(Player, $"{Player}/unblock", ("reason", "done")));
    }

    [Fact]
    public async Task Whoever_looks_stays_signed_in_while_one_is_killed_and_whoever_signs_out_is_out_everywhere()
    {
        DistributedApplication application = await cluster.ApplicationAsync();
        Uri console = application.GetEndpoint("console", "http");
        string token = await cluster.SecretAsync("OPERATOR_TOKEN");
        using var visitor = new ConsoleVisitor(path => new Uri(console, path));
        Assert.Equal(303, (await visitor.SignInAsync(token, "ann")).Status);
        List<ResourceEvent> replicas = await cluster.ReplicasAsync("console");

        Task killed = cluster.KillAsync(replicas[0]);
        int seen = 0;
        for (var patience = new Patience(); !patience.IsOver && (seen < 40 || !killed.IsCompleted);)
        {
            try
            {
                (int status, string page, _) = await visitor.GetAsync("/boards", Anew);
                Assert.True(status == 200, $"{status} {page}");
                seen++;
            }
            catch (HttpRequestException)
            {
                // The replica that had it is gone.
            }
        }

        await killed;
        var kept = visitor.Cookies.GetCookies(console)["liveops-console"]!;
        await visitor.DoAsync("/boards", "/sign-out", ("where", "everywhere"));
        for (int n = 0; n < 20; n++)
        {
            visitor.Cookies.Add(console, new System.Net.Cookie(kept.Name, kept.Value)); // a refusal takes it away
            Assert.Equal(302, (await visitor.GetAsync("/boards", Anew)).Status);
        }
    }
}
