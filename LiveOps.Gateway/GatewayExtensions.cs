using LiveOps.Core.Bus;
using LiveOps.Core.Problems;
using LiveOps.Gateway.Bodies;
using LiveOps.Gateway.Idempotency;
using LiveOps.Gateway.Ingest;
using LiveOps.Gateway.Intake;
using LiveOps.Gateway.Keys;
using LiveOps.Gateway.Summary;
using LiveOps.Gateway.Time;
using LiveOps.Gateway.Verdicts;
using LiveOps.Gateway.Webhooks;
using LiveOps.Gateway.Webhooks.Sending;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores;
using LiveOps.Gateway.Webhooks.Stores.Sql;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Gateway;

/// <summary>The gateway as a pair: what it registers and what it maps.</summary>
public static partial class GatewayExtensions
{
    private const string Service = "gateway";

    /// <summary>Registers the gateway.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.AddRequestSigning();
        builder.Services.AddSingleton(IngestOptions.Read(builder.Configuration));
        builder.AddBus();
        builder.AddRequestMemory();
        if (builder.Configuration.GetBusKind() != BusKind.Embedded)
            builder.AddHttpVerdicts();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton(new UnverifiedBodies(builder.Configuration));
        builder.Services.AddSingleton<Quotas>();
        builder.Services.AddSingleton<PlayerRates>();
        builder.Services.AddSingleton<AcceptanceClock>();
        builder.Services.AddSingleton<GatewayMetrics>();
        builder.Services.AddSingleton<AcceptedBatches>();
        builder.Services.AddSingleton<BodyReader>();
        builder.Services.AddSingleton<Judge>();
        builder.Services.AddSingleton<EventsEndpoint>();
        builder.AddSummary();
        builder.AddWebhooks();
        builder.AddIntake();
        int connections = builder.Configuration.GetWhole("GATEWAY_MAX_CONNECTIONS", 20_000, 1, 1_000_000);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // More than is read: what is too large gets our 413, and is then let run out, so that its sender lives to see the answer.
            kestrel.Limits.MaxRequestBodySize = 16L * new IngestOptions().MaxBodyBytes;
            // What Kestrel reads ahead of a connection while nobody asks for it: unbounded by whatever is counted here.
            kestrel.Limits.MaxRequestBufferSize = UnverifiedBodies.Step;
            kestrel.Limits.MaxConcurrentConnections = connections;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
    }

    private static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Roles.Table);
        var settings = WebhookSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        bool isEmbedded = builder.Configuration.GetBusKind() == BusKind.Embedded;
        if (!isEmbedded && !builder.Configuration.HasSqlDatabase(Service))
        {
            builder.Services.AddSingleton<IWebhookStore, NoWebhooks>();
            return;
        }

        builder.Services.AddSingleton(settings.Secrets);
        builder.Services.AddSingleton<WebhookSender>();
        builder.Services.AddSingleton<WebhookMetrics>();
        builder.Services.AddSingleton(new WebhookState(box: settings.Secrets));
        if (isEmbedded)
        {
            builder.Services.AddSingleton<IJournaledState, GatewayJournal>();
            builder.Services.AddSingleton<IWebhookStore, JournaledWebhooks>();
        }
        else
        {
            builder.AddSqlDatabase<GatewayContext>(Service, needed: false); // events are taken without it
            builder.Services.AddSingleton<WebhookJournal>();
            builder.Services.AddSingleton<WebhookReplica>();
            builder.Services.AddSingleton<NoticeIntake>();
            builder.Services.AddSingleton<IWebhookStore, SqlWebhooks>();
            builder.Services.AddHostedService<WebhookUpkeep>();
        }

        builder.Services.AddHostedService<Dispatcher>();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapGateway(this WebApplication app)
    {
        EventsEndpoint events = app.Services.GetRequiredService<EventsEndpoint>();
        app.MapPost("/v1/events", (Delegate)events.HandleAsync).Describe("sendEvents");
        app.MapPost("/events", (Delegate)events.HandleAsync).Describe("sendEventsUnversioned");
        app.MapIntake();
        app.Services.GetRequiredService<IntakeMetrics>(); // they are there before anybody sends
        app.MapPlayerKeys();
        app.MapWebhooks();
        app.MapKnown();
        app.MapPolicies();
        app.MapGet("/v1/time", TimeEndpoint.Get).WithName("getTime").WithSummary("The server's time.").InSection("time", "The server's clock, which signatures are checked by.");
        app.MapGet("/v1/players/{id}/summary", SummaryEndpoint.GetAsync).WithName("getSummary").WithSummary("Progress, ranks and standing of a player.")
            .InSection("players", "What all services know of a player.").Produces<SummaryBody>().Refuses(ProblemTypes.UnknownPlayer);
    }
}
