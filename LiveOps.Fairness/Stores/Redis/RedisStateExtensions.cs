using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Signing;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>Registers the state in Redis, shared by all replicas, and learning from the bus.</summary>
internal static class RedisStateExtensions
{
    public static void AddStateInRedis(this WebApplicationBuilder builder)
    {
        builder.AddRedis();
        IServiceCollection services = builder.Services;
        services.AddWantedNotices(FairnessCommand.Consumer);
        services.AddSingleton<RedisPlayers>();
        services.AddSingleton(provider => new PlayerLog<Flag>(provider.GetRequiredService<RedisStore>(), PlayerKeys.FlagLog, FlagFormat.Read));
        services.AddSingleton(provider => new RedisAudit(
            provider.GetRequiredService<RedisStore>(), provider.GetRequiredService<AuditSettings>(), provider.GetRequiredService<TimeProvider>(), PlayerKeys.OwnAudit, PlayerKeys.AllAudits));
        services.AddSingleton<IAudit>(provider => provider.GetRequiredService<RedisAudit>());
        services.AddSingleton<IPolicyStore, RedisPolicyStore>();
        services.AddSharedPolicies(Documents.Fairness, FairnessPolicyReader.Parse);
        services.AddSingleton<SharedPolicy>();
        services.AddSingleton<ICurrentPolicy>(provider => provider.GetRequiredService<SharedPolicy>());
        services.AddSingleton<VerdictRound>();
        services.AddSingleton<IVerdicts, RedisVerdicts>();
        services.AddSingleton<IFairnessStore, RedisFairnessStore>();
        services.AddSingleton<IReviewStore, RedisReviews>();
        services.AddSingleton<BlockNews>();
        services.AddHostedService(provider => provider.GetRequiredService<BlockNews>());
        services.AddSingleton<RedisPlayerEpochs>();
        services.AddSingleton<RedisErasure>();
        services.AddSingleton<IBusConsumer, RedisLearning>();
        builder.AddBus(); // feeds the consumer that is there
    }
}
