using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>Registers the state in memory, made durable by the journal.</summary>
internal static class JournaledExtensions
{
    public static void AddJournaledState(this IServiceCollection services)
    {
        services.AddSingleton<FairnessState>();
        services.AddSingleton<IJournaledState>(provider => provider.GetRequiredService<FairnessState>());
        services.AddSingleton<IPolicyStore>(provider => new JournalPolicyStore(
            () => provider.GetRequiredService<FairnessState>().Document.Ledger,
            () => provider.GetRequiredService<FairnessState>().Document.Latest,
            (command, cancellation) => provider.GetRequiredService<ICommandLog>().ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Document(command), cancellation)));
        services.AddSingleton<FairnessPolicies>();
        services.AddHostedService(provider => provider.GetRequiredService<FairnessPolicies>());
        services.AddHostedService<LearningMetrics>();
        services.AddHostedService<BlockNews>();
        services.AddSingleton<FlagWriter>();
        services.AddSingleton<IVerdicts, VerdictEngine>();
        services.AddSingleton<IFairnessStore, JournaledStore>();
    }
}
