using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sqs;
using LiveOps.Tests.ServiceDefaults.Bus;
using LiveOps.Tests.ServiceDefaults.Bus.Sqs;

namespace LiveOps.Tests.Cluster;

/// <summary>Two replicas of every service under load on SQS: the real client in processes of its own, on a server that speaks its protocol, behind a door that can fail.</summary>
[Collection(nameof(Clusters))]
public sealed class The_cluster_on_SQS
{
    private const int Replicas = 2, Between = 10;

    [Fact]
    public async Task Killed_replicas_broken_connections_throttling_lost_answers_and_refusals_in_part_and_every_effect_is_there_once()
    {
        using var secrets = new TempFolder();
        await using SqsDoor door = await SqsDoor.OpenAsync();
        string prefix = $"t{Guid.NewGuid():n}";
        await using ClusterSystem cluster = await ClusterSystem.StartAsync(
            SqlKind.MySql,
            Replicas,
            ("CLOUD", "aws"),
            ("BUS_KIND", ""),
            ("SECRETS_DIR", secrets.Path),
            ("SQS_URL", door.Url.ToString()),
            ("SQS_QUEUE_PREFIX", prefix),
            ("SQS_QUEUES", "create"),
            ("SQS_VISIBILITY_SECONDS", "5"));
        await using var load = new ClusterLoad(cluster, Replicas);
        load.Start();
        await load.MoreAsync(Between);

        // A consumer dies, most likely with messages in hand: the other replica gets them when their time is over.
        foreach (string service in new[] { "leaderboard", "progression", "fairness" })
        {
            cluster.Of(service).Kill();
            await load.MoreAsync(Between);
            cluster.Of(service).Start();
        }

        cluster.Of("gateway", 1).Kill();
        await load.MoreAsync(Between);
        cluster.Of("gateway", 1).Start();

        door.IsDown = true;
        await Until.TrueAsync(() => door.Asked("SendMessageBatch") > 0, () => cluster.Output);
        door.IsDown = false;
        foreach (string action in new[] { "SendMessageBatch", "DeleteMessageBatch", "ReceiveMessage" })
        {
            door.Fail(new SqsFault(SqsFaultKind.AnswerLost, action, Times: 3));
            door.Fail(new SqsFault(SqsFaultKind.Refused, action, Times: 3) { Code = "RequestThrottled" });
            if (action != "ReceiveMessage")
                door.Fail(new SqsFault(SqsFaultKind.RefusedInPart, action, Times: 3));
        }

        await load.MoreAsync(2 * Between);
        await load.FinishAsync();
        await cluster.AllReadyAsync();
        for (int replica = 0; replica < Replicas; replica++)
            await load.EverythingCountsOnceAsync(replica);
        await using BusOnSqs look = await BusOnSqs.StartAsync(door, prefix);
        foreach (string service in new[] { "fairness", "leaderboard", "progression" })
        {
            await Until.TrueAsync(async () => await look.CountAsync(service) == (0, 0), () => $"messages are left for {service}:\n{cluster.Output}");
            Assert.Equal((0, 0), await look.CountAsync($"{service}-dead"));
        }
    }
}
