using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Cluster;

/// <summary>Two replicas of every service under load while one thing after another is taken from them.</summary>
[Collection(nameof(Clusters))]
public sealed class The_cluster_survives
{
    private const int Replicas = 2, Between = 15;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Killed_replicas_restarted_stores_and_a_lost_Redis_and_every_effect_is_there_once(SqlKind kind)
    {
        await using ClusterSystem cluster = await ClusterSystem.StartMigratedByAllAsync(kind, Replicas, ("BUS_CLAIM_AFTER_SECONDS", "2"), ("ROLLOVER_SETTLE_SECONDS", "1"));
        await using var load = new ClusterLoad(cluster, Replicas);
        using var league = new ClusterLeague(cluster);
        load.Start();
        await load.MoreAsync(Between);

        // One replica of every service, one after another, until no service has more than one; then they come back all at once.
        string[] services = ["gateway", "fairness", "progression", "leaderboard"];
        for (int replica = 0; replica < Replicas; replica++)
        {
            foreach (string service in services)
            {
                if (service == "leaderboard")
                    await league.CloseAsync(replica); // which it, or the other, is to do a second later
                cluster.Of(service, replica).Kill();
                await load.MoreAsync(Between);
            }

            foreach (string service in services)
                cluster.Of(service, replica).Start();
            foreach (string service in services)
                await cluster.Of(service, replica).ReadyAsync();
            await load.MoreAsync(Between);
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
        await league.CloseAsync(0);
        for (int replica = 0; replica < Replicas; replica++)
        {
            await load.EverythingCountsOnceAsync(replica);
            await league.EverythingHappenedOnceAsync(replica);
        }
    }
}
