using Azure.Messaging.ServiceBus;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Cluster;

/// <summary>Two replicas of every service under load on Service Bus: the real client in processes of its own, the broker in this one.</summary>
[Collection(nameof(Clusters))]
public sealed class The_cluster_on_Service_Bus
{
    private const int Replicas = 2, Between = 10;

    [Fact]
    public async Task Killed_replicas_broken_connections_throttling_lost_answers_and_repeats_and_every_effect_is_there_once()
    {
        using Broker broker = Broker.Open(TimeProvider.System);
        BrokerTopic topic = broker.CreateTopic("events", options => options.RequiresDuplicateDetection = true);
        BrokerSubscription[] subscriptions = [.. new[] { "fairness", "leaderboard", "progression" }.Select(name => topic.CreateSubscription(name, options =>
        {
            options.LockDuration = TimeSpan.FromSeconds(5);
            options.MaxDeliveryCount = 100;
        }))];
        await using ClusterSystem cluster = await ClusterSystem.StartAsync(
            SqlKind.MySql,
            Replicas,
            ("BUS_KIND", "servicebus"),
            ("ConnectionStrings__servicebus", broker.ConnectionString),
            ("ConnectionStrings__servicebusadmin", broker.AdministrationConnectionString));
        await using var load = new ClusterLoad(cluster, Replicas);
        load.Start();
        await load.MoreAsync(Between);

        // A consumer dies with messages in hand: the other replica gets them when their locks end.
        foreach ((string service, BrokerSubscription held) in new[] { ("leaderboard", subscriptions[1]), ("progression", subscriptions[2]) })
        {
            await Until.TrueAsync(() => held.LockedMessageCount > 0, () => $"{service} holds nothing:\n{cluster.Output}");
            cluster.Of(service).Kill();
            await load.MoreAsync(Between);
            cluster.Of(service).Start();
        }

        cluster.Of("gateway", 1).Kill();
        await load.MoreAsync(Between);
        cluster.Of("gateway", 1).Start();

        broker.BreakConnections();
        await load.MoreAsync(Between);
        broker.BreakConnections(keepLocks: true);
        broker.Faults.Throttle(BrokerOperation.Send, times: 3);
        broker.Faults.FailAfterTheDeed(BrokerOperation.Send, ServiceBusFailureReason.ServiceTimeout, times: 3);
        broker.Faults.FailAfterTheDeed(BrokerOperation.Complete, ServiceBusFailureReason.ServiceTimeout, times: 3);
        await load.MoreAsync(Between);

        // The same messages a second time, past the topic's own memory of them.
        topic.Options.RequiresDuplicateDetection = false;
        broker.Faults.FailAfterTheDeed(BrokerOperation.Send, ServiceBusFailureReason.ServiceTimeout, times: 5);
        await load.MoreAsync(Between);

        await load.FinishAsync();
        await cluster.AllReadyAsync();
        for (int replica = 0; replica < Replicas; replica++)
            await load.EverythingCountsOnceAsync(replica);
        (long xp, _, long best) = load.Of(3);
        await ClusterExport.HoldsAllUntilErasedAsync(cluster, "p3", xp, best);
        Assert.All(subscriptions, subscription => Assert.Equal(0, subscription.DeadLetterMessageCount));
        await Until.TrueAsync(() => subscriptions.All(subscription => subscription.ActiveMessageCount == 0), () => "messages are left:\n" + cluster.Output);
    }
}
