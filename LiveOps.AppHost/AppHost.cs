using LiveOps.AppHost;
using LiveOps.AppHost.Aks;
using LiveOps.AppHost.Commands;
using LiveOps.AppHost.Resources;
using LiveOps.AppHost.Running;

// The whole of LiveOps: on a developer's machine embedded, in one process, or as a cluster (LIVEOPS_SYSTEM); and as it is published for AKS.
return await SystemProgram.RunAsync(args, builder =>
{
    if (builder.IsEmbedded())
    {
        builder.AddEmbeddedSystem<Projects.LiveOps_Embedded>("liveops", args);
        return;
    }

    builder.AddAksEnvironment("aks");

    // Secrets: made once on a developer's machine, in Key Vault in Azure.
    var hmac = builder.AddSecret("hmac-secret");
    var receipts = builder.AddSecret("receipt-secret");
    var operators = builder.AddSecret("operator-token");
    var sessions = builder.AddSecret("console-secret");
    builder.AddVault("vault", hmac, receipts, operators, sessions);

    // State: managed in Azure; here in containers, or in the machine's own programs where no container runtime answers.
    var redis = builder.AddRedisStore("redis");
    var sql = builder.AddSqlServer();
    var progressionDb = sql.AddDatabase("progression-db", "progression");
    var leaderboardDb = sql.AddDatabase("leaderboard-db", "leaderboard");
    var gatewayDb = sql.AddDatabase("gateway-db", "gateway");

    // Schemas: brought up to date before the services that need them start.
    var progressionSchema = builder.AddMigration<Projects.LiveOps_Progression>("progression-migration").WithDatabase(progressionDb, "progression");
    var leaderboardSchema = builder.AddMigration<Projects.LiveOps_Leaderboard>("leaderboard-migration").WithDatabase(leaderboardDb, "leaderboard");
    var gatewaySchema = builder.AddMigration<Projects.LiveOps_Gateway>("gateway-migration").WithDatabase(gatewayDb, "gateway");

    // Events: one topic, a subscription for each who learns of them.
    var bus = builder.AddEventBus("events", "fairness", "progression", "leaderboard");

    var fairness = builder.AddService<Projects.LiveOps_Fairness>("fairness", port: 8081)
        .WithVerdictsEndpoint(port: 8091)
        .WithPolicy()
        .WithBus(bus)
        .WithReference(redis).WaitFor(redis)
        .WithEnvironment("OPERATOR_TOKEN", operators)
        .WithReplicas(2)
        .WithReplayDeadLettersCommand(operators);

    var leaderboard = builder.AddService<Projects.LiveOps_Leaderboard>("leaderboard", port: 8082)
        .WithExternalHttpEndpoints()
        .WithPolicy()
        .WithBus(bus)
        .WithReference(redis).WaitFor(redis)
        .WithDatabase(leaderboardDb, "leaderboard").WaitForCompletion(leaderboardSchema)
        .WithEnvironment("HMAC_SECRET", hmac)
        .WithEnvironment("OPERATOR_TOKEN", operators)
        .WithReplicas(2)
        .WithReplayDeadLettersCommand(operators)
        .WithRolloverCommands(operators);

    var progression = builder.AddService<Projects.LiveOps_Progression>("progression", port: 8083)
        .WithExternalHttpEndpoints()
        .WithPolicy()
        .WithBus(bus)
        .WithReference(redis).WaitFor(redis)
        .WithReference(fairness.GetEndpoint("http"))
        .WithReference(leaderboard)
        .WithDatabase(progressionDb, "progression").WaitForCompletion(progressionSchema)
        .WithEnvironment("HMAC_SECRET", hmac)
        .WithEnvironment("RECEIPT_SECRET", receipts)
        .WithEnvironment("OPERATOR_TOKEN", operators)
        .WithReplicas(2)
        .WithReplayDeadLettersCommand(operators);

    var gateway = builder.AddService<Projects.LiveOps_Gateway>("gateway", port: 8080)
        .WithExternalHttpEndpoints()
        .WithBus(bus)
        .WithReference(redis).WaitFor(redis)
        .WithDatabase(gatewayDb, "gateway").WaitForCompletion(gatewaySchema)
        .WithReference(fairness).WaitFor(fairness).WithEnvironment("FAIRNESS_URL", fairness.GetEndpoint("verdicts"))
        .WithReference(leaderboard)
        .WithReference(progression)
        .WithEnvironment("HMAC_SECRET", hmac)
        .WithEnvironment("OPERATOR_TOKEN", operators)
        .WithReplicas(2)
        .WithSampleEventsCommand(hmac);

    // An export asks all for what they know.
    progression.WithReference(gateway);

    // By the clock, where there is a scheduler: exports, archives, and what is kept no longer.
    if (builder.ExecutionContext.IsPublishMode)
    {
        var exports = builder.AddExportStore("exports");
        leaderboard.AddNightly<Projects.LiveOps_Leaderboard>("leaderboard-nightly", "10 3 * * *", exports).WithDatabase(leaderboardDb, "leaderboard");
        progression.AddNightly<Projects.LiveOps_Progression>("progression-nightly", "40 3 * * *", exports).WithDatabase(progressionDb, "progression");
    }

    // The operators' pages, behind a host of their own: they know all by HTTP alone, and start whoever else does not. In Redis replicas tell each other who signed out.
    builder.AddService<Projects.LiveOps_Console>("console", port: 8084)
        .ForOperators()
        .WithReference(gateway)
        .WithReference(fairness.GetEndpoint("http"))
        .WithReference(leaderboard)
        .WithReference(progression)
        .WithReference(redis)
        .WithEnvironment("CONSOLE_SECRET", sessions)
        .WithReplicas(2);
});
