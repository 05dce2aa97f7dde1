using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Progression.Endpoints;
using LiveOps.Progression.Exports;
using LiveOps.Progression.Metrics;
using LiveOps.Progression.Receipts;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.Progression.Stores;
using LiveOps.Progression.Stores.Journaled;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class ProgressionExtensions
{
    private const string Service = "progression";

    /// <summary>Registers the service.</summary>
    /// <exception cref="SettingException">A setting or the policy is wrong.</exception>
    public static void AddProgression(this WebApplicationBuilder builder)
    {
        builder.AddProgressionWithoutBus();
        builder.AddBus(); // after the consumer that it feeds
    }

    /// <summary>Registers the service where the bus is somebody else's to bring.</summary>
    internal static void AddProgressionWithoutBus(this WebApplicationBuilder builder)
    {
        builder.AddRequestSigning();
        builder.Services.AddSingleton(ReceiptSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(DedupeSettings.Read(builder.Configuration));
        builder.Services.AddSingleton<ProgressionMetrics>();
        builder.Services.AddSingleton<RewardClaims>();
        builder.Services.AddSingleton(Roles.Table);
        builder.Services.AddSingleton(DryRunSettings.Read(builder.Configuration));
        builder.Services.AddSingleton<IPolicyDryRun<ProgressionRules>, ProgressionDryRun>();
        builder.Services.AddPolicyDocument(Documents.Progression, typeof(ProgressionExtensions).Assembly, Parse);
        if (builder.Configuration.GetBusKind() == BusKind.Embedded)
            AddJournaledStore(builder.Services);
        else
            AddSqlStore(builder);
        builder.Services.AddHostedService<GrantRunner>();
        builder.AddExport();
    }

    /// <summary>Does the service's nightly batch in a cluster: exports progress, archives the audit, lets go of what is old.</summary>
    /// <param name="builder">The service's builder, with defaults.</param>
    /// <param name="part">Which part alone; null for all.</param>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static Task RunProgressionNightlyAsync(this WebApplicationBuilder builder, string? part)
    {
        builder.AddSqlDatabase<ProgressContext>(Service);
        builder.Services.AddSingleton<IAudit, SqlAudit<ProgressContext>>();
        builder.Services.AddSingleton<IExportTable, SqlProgressTable>();
        builder.Services.AddSingleton<IRetention, GrantJobRetention>();
        return builder.RunNightlyAsync(Service, part);
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapProgression(this WebApplication app)
    {
        app.MapPlayers();
        app.MapPlayerSearch();
        app.MapNotes();
        app.MapExport();
        app.MapClaims();
        app.MapGrants();
        app.MapReceipts();
        app.MapKeySet();
        app.MapRules();
        app.MapPolicies();
    }

    private static ProgressionRules Parse(byte[] json) => RulesReader.ParseNew(json);

    private static void AddJournaledStore(IServiceCollection services)
    {
        services.AddSingleton(provider => new ProgressionState(provider.GetRequiredService<DedupeSettings>(), RulesReader.BuiltIn, provider.GetRequiredService<AuditSettings>().NewTrail()));
        services.AddPolicyFile(Documents.Progression.Name, Documents.Progression.File, typeof(ProgressionExtensions).Assembly, Parse, provider => JournaledFile.LastGood(provider.GetRequiredService<ProgressionState>().Document));
        services.AddSingleton<IPolicyStore>(provider => new JournalPolicyStore(
            () => provider.GetRequiredService<ProgressionState>().Document.Ledger,
            () => provider.GetRequiredService<ProgressionState>().Document.Latest,
            (command, audit, cancellation) =>
            {
                byte[] document = [(byte)CommandKind.Document, .. command];
                return provider.GetRequiredService<ICommandLog>().ExecuteAsync(
                    ProgressionState.Consumer, audit is null ? document : [(byte)CommandKind.Audited, .. AuditedCommand.Of(audit, document)], cancellation);
            }));
        services.AddSingleton<IAudit>(provider => new JournalAudit(
            () => provider.GetRequiredService<ProgressionState>().Audit,
            command => provider.GetRequiredService<ICommandLog>().ExecuteAsync(ProgressionState.Consumer, (byte[])[(byte)CommandKind.Audited, .. command])));
        services.AddSingleton<IJournaledState>(provider => provider.GetRequiredService<ProgressionState>());
        services.AddSingleton<IProgressStore, JournaledStore>();
        services.AddSingleton<IPlayersToTry, JournaledPlayers>();
        services.AddSingleton<IExportTable, JournaledProgressTable>();
        services.AddSingleton<IGrantStore, JournaledGrants>();
        services.AddSingleton<IPlayerSearch, JournaledSearch>();
        services.AddSingleton<INoteStore, JournaledNotes>();
        services.AddHostedService<RulesKeeper>();
        services.AddHostedService<RulesClock>();
        services.AddSingleton(provider => provider.GetRequiredService<ProgressionState>().Outbox);
        services.AddHostedService<NoticeTeller>();
    }

    private static void AddSqlStore(WebApplicationBuilder builder)
    {
        builder.AddRedis(needed: false); // a cache, and where news of live events is confirmed: without it the service is as ready
        builder.AddSqlDatabase<ProgressContext>(Service);
        builder.Services.AddPolicyFile<ProgressionRules, SqlLastGoodPolicy<ProgressContext>>(Documents.Progression.Name, Documents.Progression.File, typeof(ProgressionExtensions).Assembly, Parse);
        builder.Services.AddSqlNotices<ProgressContext>(Service, NoticeQueue.Progression);
        builder.Services.AddSingleton<IPolicyStore, SqlPolicyStore<ProgressContext>>();
        builder.Services.AddSingleton<IAudit, SqlAudit<ProgressContext>>();
        builder.Services.AddSharedPolicies(Documents.Progression, json => RulesReader.Parse(json));
        builder.Services.AddSingleton<RulesInForce>();
        builder.Services.AddSingleton<ProgressCache>();
        builder.Services.AddSingleton<SqlErasure>();
        builder.Services.AddSingleton<MultipliersSaid>();
        builder.Services.AddSingleton<SqlMultipliers>();
        builder.Services.AddSingleton<SqlRankRewards>();
        builder.Services.AddSingleton<SqlClaims>();
        builder.Services.AddSingleton<IProgressStore, SqlStore>();
        builder.Services.AddSingleton<IPlayersToTry, SqlPlayers>();
        builder.Services.AddSingleton<IPlayerSearch, SqlSearch>();
        builder.Services.AddSingleton<INoteStore, SqlNotes>();
        builder.Services.AddSingleton<SqlGrantJobs>();
        builder.Services.AddSingleton<Doubt>();
        builder.Services.AddSingleton<IGrantStore, SqlGrants>();
        builder.Services.AddSingleton<IBusConsumer, SqlConsumer>();
        builder.Services.AddSingleton<GrantJobRetention>();
        builder.Services.AddHostedService<SqlUpkeep>();
    }
}
