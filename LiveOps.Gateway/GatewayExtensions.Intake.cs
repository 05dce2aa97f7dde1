using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Gateway.Ingest;
using LiveOps.Gateway.Intake;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Gateway.Intake.Senders;
using LiveOps.Gateway.Intake.Stores;
using LiveOps.Gateway.Webhooks.Stores;
using LiveOps.Gateway.Webhooks.Stores.Sql;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Gateway;

/// <content>What older systems send.</content>
public static partial class GatewayExtensions
{
    private static void AddIntake(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        Encoding.RegisterProvider(OldEncodings.Instance); // XML names its encoding itself
        var certificates = new ClientCertificates(builder.Configuration);
        services.AddSingleton(certificates);
        services.AddSingleton(new SourceSecrets(builder.Configuration));
        services.AddSingleton(IntakeSettings.Read(builder.Configuration));
        services.AddSingleton<SenderCheck>();
        services.AddSingleton<EventChunks>();
        services.AddSingleton<IntakeMetrics>();
        services.AddSingleton<IntakeEndpoint>();
        services.AddSingleton<SourcesWithoutSecrets>();
        services.AddSingleton<IPolicyEffects<IntakePolicy>>(provider => provider.GetRequiredService<SourcesWithoutSecrets>());
        services.AddHostedService(provider => provider.GetRequiredService<SourcesWithoutSecrets>());
        services.AddSingleton(DryRunSettings.Read(builder.Configuration));
        services.AddPolicyDocument(IntakeDocument.Name, typeof(GatewayExtensions).Assembly, IntakePolicyReader.Parse);
        if (builder.Configuration.GetBusKind() == BusKind.Embedded)
            services.AddJournaledIntake();
        else if (builder.Configuration.HasSqlDatabase(Service))
            services.AddSharedIntake();
        else
            services.AddFileIntake();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(certificates.AskFor));
    }

    private static void AddJournaledIntake(this IServiceCollection services)
    {
        services.AddSingleton(new JournaledPolicy<IntakePolicy>(IntakePolicyReader.Parse));
        services.AddIntakeFile(provider => JournaledFile.LastGood(provider.GetRequiredService<JournaledPolicy<IntakePolicy>>()));
        services.AddSingleton<IPolicyStore>(provider => new JournalPolicyStore(
            () => provider.GetRequiredService<JournaledPolicy<IntakePolicy>>().Ledger,
            () => provider.GetRequiredService<JournaledPolicy<IntakePolicy>>().Latest,
            (command, audit, cancellation) => provider.GetRequiredService<ICommandLog>().ExecuteAsync(
                GatewayJournal.Consumer, audit is null ? GatewayJournal.Document(command) : GatewayJournal.AuditedDocument(audit, command), cancellation)));
        services.AddSingleton<JournaledIntake>();
        services.AddSingleton<ICurrentIntake>(provider => provider.GetRequiredService<JournaledIntake>());
        services.AddHostedService(provider => provider.GetRequiredService<JournaledIntake>());
    }

    private static void AddSharedIntake(this IServiceCollection services)
    {
        services.AddSingleton(provider => new SqlPolicyStore<GatewayContext>(
            provider.GetRequiredService<SqlDatabase<GatewayContext>>(), provider.GetRequiredService<TimeProvider>(),
            tell: (unit, document, write) => WebhookJournal.AppendAsync(unit, WebhookEntry.Of(DocumentNotice.Of(document, write.Changed, write.Audit))), hasAudit: false));
        services.AddSingleton<SqlLastGoodPolicy<GatewayContext>>();
        services.AddSingleton<GatewayPolicyStore>();
        services.AddSingleton<IPolicyStore>(provider => provider.GetRequiredService<GatewayPolicyStore>());
        services.AddPolicyFile<IntakePolicy, GatewayPolicyStore>(IntakeDocument.Name.Name, IntakeDocument.Name.File, typeof(GatewayExtensions).Assembly, IntakePolicyReader.Parse);
        services.AddSharedPolicies(IntakeDocument.Name, IntakePolicyReader.Parse);
        services.AddSingleton<ICurrentIntake, SharedIntake>();
    }

    private static void AddFileIntake(this IServiceCollection services)
    {
        services.AddIntakeFile(_ => []);
        services.AddSingleton<FileIntake>();
        services.AddSingleton<ICurrentIntake>(provider => provider.GetRequiredService<FileIntake>());
        services.AddSingleton<IPolicyStore>(provider => provider.GetRequiredService<FileIntake>());
    }

    private static void AddIntakeFile(this IServiceCollection services, Func<IServiceProvider, byte[]> lastGood) =>
        services.AddPolicyFile(IntakeDocument.Name.Name, IntakeDocument.Name.File, typeof(GatewayExtensions).Assembly, IntakePolicyReader.Parse, lastGood);
}
