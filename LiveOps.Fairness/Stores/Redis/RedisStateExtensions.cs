using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Audit;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Policies;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>Registers the state in Redis, shared by all replicas, and learning from the bus.</summary>
internal static class RedisStateExtensions
{
    public static void AddStateInRedis(this WebApplicationBuilder builder)
    {
        builder.AddRedis();
        IServiceCollection services = builder.Services;
        services.AddSingleton<RedisPlayers>();
        services.AddSingleton(provider => new PlayerLog<Flag>(provider.GetRequiredService<RedisStore>(), PlayerKeys.FlagLog, FlagFormat.Read));
        services.AddSingleton(provider => new PlayerLog<AuditEntry>(provider.GetRequiredService<RedisStore>(), PlayerKeys.AuditLog, AuditEntry.Read));
        services.AddSingleton<IPolicyStore, RedisPolicyStore>();
        services.AddSharedPolicies(Documents.Fairness, FairnessPolicyReader.Parse);
        services.AddSingleton<SharedPolicy>();
        services.AddSingleton<VerdictRound>();
        services.AddSingleton<IVerdicts, RedisVerdicts>();
        services.AddSingleton<IFairnessStore, RedisFairnessStore>();
        services.AddSingleton<BlockNews>();
        services.AddHostedService(provider => provider.GetRequiredService<BlockNews>());
        services.AddSingleton<RedisErasure>();
        services.AddSingleton<IBusConsumer, RedisLearning>();
        builder.AddBus(); // feeds the consumer that is there
    }
}
