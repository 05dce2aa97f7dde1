using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Stores;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>One replica of Fairness on Redis, without its host.</summary>
internal sealed class RedisReplica
{
    public RedisReplica(RedisStore redis, TimeProvider clock, IMetricFactory metricFactory, string? policyFolder = null, IEventBus? bus = null)
    {
        Players = new RedisPlayers(redis, Kept, new WantedNotices("fairness", redis, metricFactory, clock));
        Epochs = new RedisPlayerEpochs(redis, clock);
        Policy = new PolicyFile<FairnessPolicy>("fairness", typeof(FairnessExtensions).Assembly, FairnessPolicyReader.Parse,
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("POLICY_DIR", policyFolder)]).Build(), clock, NullLogger.Instance);
        var policies = new PoliciesInForce<FairnessPolicy>(Documents.Fairness, Policy, FairnessPolicyReader.Parse, new RedisPolicyStore(redis, Kept), clock, NullLogger<PoliciesInForce<FairnessPolicy>>.Instance);
        var shared = new SharedPolicy(policies, redis, clock);
        var metrics = new FairnessMetrics(metricFactory);
        var flags = new PlayerLog<Flag>(redis, PlayerKeys.FlagLog, FlagFormat.Read);
        Audits = new RedisAudit(redis, Kept, clock, PlayerKeys.OwnAudit, PlayerKeys.AllAudits);
        Verdicts = new RedisVerdicts(new VerdictRound(Players, metrics, clock), shared);
        Store = new RedisFairnessStore(Players, flags, Epochs, policies, clock);
        Reviews = new RedisReviews(Players, redis, policies, clock);
        News = new BlockNews(redis, bus ?? new KeptBus(), clock, NullLogger<BlockNews>.Instance);
        Learning = new RedisLearning(Players, new RedisErasure(Players, flags, Audits, News, Epochs, clock), shared, metrics, clock);
    }

    /// <summary>How much of the audit is kept.</summary>
    public static AuditSettings Kept { get; } = new(TimeSpan.FromDays(AuditTrail.DefaultDays), AuditTrail.DefaultMost);

    public RedisAudit Audits { get; }

    public RedisPlayers Players { get; }

    public PolicyFile<FairnessPolicy> Policy { get; }

    public IVerdicts Verdicts { get; }

    public IFairnessStore Store { get; }

    public IReviewStore Reviews { get; }

    public RedisPlayerEpochs Epochs { get; }

    public BlockNews News { get; }

    public IBusConsumer Learning { get; }
}
