using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Signing;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>Registers the state in memory, made durable by the journal.</summary>
internal static class JournaledExtensions
{
    public static void AddJournaledState(this IServiceCollection services)
    {
        services.AddSingleton(provider => new FairnessState(provider.GetRequiredService<AuditSettings>().NewTrail()));
        services.AddSingleton<IJournaledState>(provider => provider.GetRequiredService<FairnessState>());
        services.AddSingleton<IPolicyStore>(provider => new JournalPolicyStore(
            () => provider.GetRequiredService<FairnessState>().Document.Ledger,
            () => provider.GetRequiredService<FairnessState>().Document.Latest,
            (command, audit, cancellation) => provider.GetRequiredService<ICommandLog>().ExecuteAsync(
                FairnessCommand.Consumer, audit is null ? FairnessCommand.Document(command) : FairnessCommand.Audited(AuditedCommand.Of(audit, FairnessCommand.Document(command))), cancellation)));
        services.AddSingleton<IAudit>(provider => new JournalAudit(
            () => provider.GetRequiredService<FairnessState>().Audit,
            command => provider.GetRequiredService<ICommandLog>().ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Audited(command))));
        services.AddSingleton<FairnessPolicies>();
        services.AddHostedService(provider => provider.GetRequiredService<FairnessPolicies>());
        services.AddHostedService<LearningMetrics>();
        services.AddHostedService<BlockNews>();
        services.AddSingleton(provider => provider.GetRequiredService<FairnessState>().Outbox);
        services.AddHostedService<NoticeTeller>();
        services.AddSingleton<ICurrentPolicy, JournaledCurrent>();
        services.AddSingleton<FlagWriter>();
        services.AddSingleton<IVerdicts, VerdictEngine>();
        services.AddSingleton<IFairnessStore, JournaledStore>();
        services.AddSingleton<IReviewStore, JournaledReviews>();
        services.AddSingleton<IPlayerEpochs, PlayerEpochs>();
    }
}
