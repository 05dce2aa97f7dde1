using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Audit;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Verdicts;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Fairness;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class FairnessExtensions
{
    /// <summary>Registers the service, <see cref="IVerdicts"/> among it.</summary>
    /// <exception cref="SettingException">A setting or the policy is wrong, or the bus kind is one this service has no store for.</exception>
    public static void AddFairness(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetBusKind() != BusKind.Embedded)
            throw new SettingException("BUS_KIND: fairness keeps its state in the journal and supports only embedded yet.");

        IServiceCollection services = builder.Services;
        services.AddSingleton<FairnessState>();
        services.AddSingleton<IJournaledState>(provider => provider.GetRequiredService<FairnessState>());
        services.AddSingleton<FairnessMetrics>();
        services.AddSingleton(provider => new PolicyFile<FairnessPolicy>("fairness", typeof(FairnessExtensions).Assembly, FairnessPolicyReader.Parse,
            provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PolicyFile<FairnessPolicy>>>()));
        services.AddSingleton<FairnessPolicies>();
        services.AddHostedService(provider => provider.GetRequiredService<FairnessPolicies>());
        services.AddHostedService<LearningMetrics>();
        services.AddSingleton<FlagWriter>();
        services.AddSingleton<IVerdicts, VerdictEngine>();
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, FairnessJson.Default));
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapFairness(this WebApplication app)
    {
        app.MapStandings();
        app.MapFlags();
        app.MapAudit();
        app.MapVerdicts();
    }
}
