using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Endpoints;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Stores;
using LiveOps.Fairness.Stores.Journaled;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Fairness;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class FairnessExtensions
{
    /// <summary>Registers the service, <see cref="IVerdicts"/> among it: in memory and the journal when embedded, else in Redis.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddFairness(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton<FairnessMetrics>();
        services.AddHostedService<ReviewMetrics>();
        services.AddSingleton(Roles.Table);
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, FairnessJson.Default));
        services.AddSingleton(DryRunSettings.Read(builder.Configuration));
        services.AddSingleton<IPolicyDryRun<FairnessPolicy>>(provider => new FairnessDryRun(provider.GetRequiredService<ICurrentPolicy>(), provider.GetService<IEventHistory>()));
        services.AddPolicyDocument(Documents.Fairness, typeof(FairnessExtensions).Assembly, FairnessPolicyReader.Parse);
        if (builder.Configuration.GetBusKind() == BusKind.Embedded)
        {
            services.AddJournaledState();
            services.AddPolicyFile(Documents.Fairness.Name, Documents.Fairness.File, typeof(FairnessExtensions).Assembly, FairnessPolicyReader.Parse, provider => JournaledFile.LastGood(provider.GetRequiredService<FairnessState>().Document));
            return;
        }

        services.AddPolicyFile<FairnessPolicy, LastGoodPolicy>(Documents.Fairness.Name, Documents.Fairness.File, typeof(FairnessExtensions).Assembly, FairnessPolicyReader.Parse);
        builder.AddStateInRedis();
        builder.ListenForVerdicts();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapFairness(this WebApplication app)
    {
        app.MapStandings();
        app.MapKeys();
        app.MapFlags();
        app.MapKnown();
        app.MapReviews();
        app.MapVerdicts();
        app.MapPolicies();
    }
}
