using LiveOps.Core.Bus;
using LiveOps.Core.Signing;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.Audit;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>The state in Redis, seen by one replica. An empty Redis at its beginning.</summary>
internal sealed class RedisWorld : World
{
    private readonly RedisReplica _replica;

    public RedisWorld(RedisPlace place, string? policy = null)
    {
        place.Clear();
        using var folder = new TempFolder();
        if (policy is not null)
            File.WriteAllText(folder.File("fairness.json"), policy);
        _replica = new RedisReplica(place.Shared, Clock, Prometheus.Metrics.WithCustomRegistry(Registry), folder.Path, Bus);
    }

    public override IVerdicts Engine => _replica.Verdicts;

    public override IFairnessStore Store => _replica.Store;

    public override IReviewStore Reviews => _replica.Reviews;

    public override IAudit Audits => _replica.Audits;

    public override IPlayerEpochs Epochs => _replica.Epochs;

    protected override Task AnnounceAsync() => _replica.News.AnnounceAsync(CancellationToken.None);

    public override void Publish(BusMessage message) => Wait(() => _replica.Learning.ApplyAsync([message], CancellationToken.None));
}
