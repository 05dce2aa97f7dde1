using LiveOps.AppHost;
using LiveOps.AppHost.Kubernetes;

// The whole of LiveOps, as it runs on a developer's machine and as it is published for AKS.
var builder = DistributedApplication.CreateBuilder(args);

builder.AddKubernetesEnvironment("aks")
    .WithHelm(helm => helm.WithChartName("liveops").WithChartVersion("1.0.0").WithNamespace("liveops"))
    .WithDashboard(false);

// Secrets: parameters here, Key Vault in Azure.
var hmac = builder.AddSecret("hmac-secret");
var receipts = builder.AddSecret("receipt-secret");
var operators = builder.AddSecret("operator-token");
var vault = builder.AddVault("vault", hmac, receipts, operators);

// State: containers here, managed services in Azure.
var redis = builder.AddRedis("redis").WithPersistence().WithDataVolume("liveops-redis").ManagedInAzure();
var mysql = builder.AddMySql("mysql").WithDataVolume("liveops-mysql").ManagedInAzure();
var progressionDb = mysql.AddDatabase("progression-db", "progression");
var leaderboardDb = mysql.AddDatabase("leaderboard-db", "leaderboard");

// Schemas: brought up to date before the services that need them start.
var progressionSchema = builder.AddMigration<Projects.LiveOps_Progression>("progression-migration", progressionDb, "progression").PublishToAksAsHook(vault);
var leaderboardSchema = builder.AddMigration<Projects.LiveOps_Leaderboard>("leaderboard-migration", leaderboardDb, "leaderboard").PublishToAksAsHook(vault);

// Events: one topic, a subscription for each who learns of them.
var bus = builder.AddAzureServiceBus("servicebus").RunAsEmulator();
var events = bus.AddEventTopic("events");
events.AddConsumer("fairness");
events.AddConsumer("progression");
events.AddConsumer("leaderboard");

var fairness = builder.AddService<Projects.LiveOps_Fairness>("fairness", port: 8081)
    .WithVerdictsEndpoint(port: 8091)
    .WithPolicy()
    .WithReference(bus).WaitFor(bus)
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("OPERATOR_TOKEN", operators)
    .WithReplicas(2)
    .WithReplayDeadLettersCommand(operators)
    .PublishToAks(vault, PodSize.Interface);

var leaderboard = builder.AddService<Projects.LiveOps_Leaderboard>("leaderboard", port: 8082)
    .WithExternalHttpEndpoints()
    .WithReference(bus).WaitFor(bus)
    .WithReference(redis).WaitFor(redis)
    .WithDatabase(leaderboardDb, "leaderboard").WaitForCompletion(leaderboardSchema)
    .WithPolicy()
    .WithEnvironment("OPERATOR_TOKEN", operators)
    .WithReplicas(2)
    .WithReplayDeadLettersCommand(operators)
    .WithRolloverCommands(operators)
    .PublishToAks(vault, PodSize.Web);

var progression = builder.AddService<Projects.LiveOps_Progression>("progression", port: 8083)
    .WithExternalHttpEndpoints()
    .WithReference(bus).WaitFor(bus)
    .WithReference(redis).WaitFor(redis)
    .WithDatabase(progressionDb, "progression").WaitForCompletion(progressionSchema)
    .WithPolicy()
    .WithEnvironment("HMAC_SECRET", hmac)
    .WithEnvironment("RECEIPT_SECRET", receipts)
    .WithEnvironment("OPERATOR_TOKEN", operators)
    .WithReplicas(2)
    .WithReplayDeadLettersCommand(operators)
    .PublishToAks(vault, PodSize.Interface);

builder.AddService<Projects.LiveOps_Gateway>("gateway", port: 8080)
    .WithExternalHttpEndpoints()
    .WithReference(bus).WaitFor(bus)
    .WithReference(redis).WaitFor(redis)
    .WithReference(fairness).WaitFor(fairness).WithEnvironment("FAIRNESS_URL", fairness.GetEndpoint("verdicts"))
    .WithReference(leaderboard)
    .WithReference(progression)
    .WithEnvironment("HMAC_SECRET", hmac)
    .WithEnvironment("OPERATOR_TOKEN", operators)
    .WithReplicas(2)
    .WithSampleEventsCommand(hmac)
    .PublishToAks(vault, PodSize.Web);

builder.Build().Run();
