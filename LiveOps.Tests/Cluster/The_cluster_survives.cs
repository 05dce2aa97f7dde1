using System.Text.Json;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Cluster;

/// <summary>Two replicas of every service under load while one thing after another is taken from them.</summary>
public sealed class The_cluster_survives
{
    private const int Replicas = 2, Between = 15;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Killed_replicas_restarted_stores_and_a_lost_Redis_and_every_effect_is_there_once(SqlKind kind)
    {
        await using ClusterSystem cluster = await ClusterSystem.StartAsync(kind, Replicas, ("BUS_CLAIM_AFTER_SECONDS", "2"));
        await using var load = new ClusterLoad(cluster, Replicas);
        load.Start();
        await load.MoreAsync(Between);

        foreach (string service in new[] { "gateway", "fairness", "progression", "leaderboard" })
        {
            for (int replica = 0; replica < Replicas; replica++)
            {
                cluster.Of(service, replica).Kill();
                await load.MoreAsync(Between);
                cluster.Of(service, replica).Start();
                await cluster.Of(service, replica).ReadyAsync();
                await load.MoreAsync(Between);
            }
        }

        // A consumer that stands still, so that another takes over what it held, and then goes on as if it still held it.
        cluster.Of("progression").Freeze();
        cluster.Of("leaderboard", 1).Freeze();
        await load.MoreAsync(4 * Between);
        cluster.Of("progression").Thaw();
        cluster.Of("leaderboard", 1).Thaw();
        await load.MoreAsync(Between);

        await cluster.Cache.RestartAsync(); // keeps nothing
        await load.MoreAsync(Between);
        await cluster.Bus.RestartAsync(); // keeps everything
        await load.MoreAsync(Between);
        await cluster.Cache.FlushAsync();
        await load.MoreAsync(Between);
        await cluster.Sql.KillAsync();
        await cluster.Sql.StartAgainAsync();
        await load.MoreAsync(Between);

        await load.FinishAsync();
        await cluster.AllReadyAsync();
        for (int replica = 0; replica < Replicas; replica++)
            await EverythingCountsOnceAsync(cluster, load, replica);
    }

    private static async Task EverythingCountsOnceAsync(ClusterSystem cluster, ClusterLoad load, int replica)
    {
        Uri progression = cluster.Of("progression", replica).Address, leaderboard = cluster.Of("leaderboard", replica).Address;
        for (int player = 0; player < ClusterLoad.Players; player++)
        {
            (long xp, long sum, long best) = load.Of(player);
            await BecomesAsync(cluster, new Uri(progression, $"/v1/players/p{player}"), "xp", xp);
            await BecomesAsync(cluster, new Uri(leaderboard, $"/v1/leaderboards/sums/all/players/p{player}"), "score", sum);
            await BecomesAsync(cluster, new Uri(leaderboard, $"/v1/leaderboards/bests/all/players/p{player}"), "score", best);
        }

        // Ranks too: a page holds everybody, best first, and says the same as each player's own.
        using var http = new HttpClient();
        JsonElement page = JsonDocument.Parse(await http.GetStringAsync(new Uri(leaderboard, "/v1/leaderboards/bests/all?limit=100"))).RootElement;
        JsonElement[] entries = [.. page.GetProperty("entries").EnumerateArray()];
        Assert.Equal(ClusterLoad.Players, entries.Length);
        Assert.Equal(Enumerable.Range(1, entries.Length), entries.Select(entry => entry.GetProperty("rank").GetInt32()));
        Assert.Equal(entries.Select(entry => entry.GetProperty("score").GetInt64()).OrderDescending(), entries.Select(entry => entry.GetProperty("score").GetInt64()));
    }

    // Effects follow; a sum that is too large never becomes right.
    private static async Task BecomesAsync(ClusterSystem cluster, Uri url, string property, long wanted)
    {
        using var http = new HttpClient();
        string last = "";
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(20))
        {
            using HttpResponseMessage answer = await http.GetAsync(url);
            last = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode && JsonDocument.Parse(last).RootElement.GetProperty(property).GetInt64() == wanted)
                return;
        }

        Assert.Fail($"{url}: {property} never became {wanted}; last: {last}\n{cluster.Output}");
    }
}
