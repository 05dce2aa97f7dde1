using Aspire.Hosting.Azure;

namespace LiveOps.AppHost;

/// <summary>The mechanics behind the words of <c>AppHost.cs</c>.</summary>
internal static class SystemExtensions
{
    /// <summary>Where a service says that its own state is whole.</summary>
    public const string ReadyPath = "/readyz";

    /// <summary>Where a service says that its process answers.</summary>
    public const string AlivePath = "/healthz";

    /// <summary>
    /// A secret as a parameter. Without a value of its own (<c>Parameters__&lt;name&gt;</c>) a local run makes one, long enough for
    /// HMAC-SHA256, and keeps it in this project's user secrets.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true, persist: true);

    /// <summary>A container on a developer's machine; what is published leaves it to Azure, where it is managed.</summary>
    public static IResourceBuilder<T> ManagedInAzure<T>(this IResourceBuilder<T> container) where T : ContainerResource =>
        container.ApplicationBuilder.ExecutionContext.IsPublishMode ? container.ExcludeFromManifest() : container;

    /// <summary>The topic that accepted events travel on. A publisher that sends a batch again within five minutes does not double it.</summary>
    public static IResourceBuilder<AzureServiceBusTopicResource> AddEventTopic(this IResourceBuilder<AzureServiceBusResource> bus, string name) =>
        bus.AddServiceBusTopic(name).WithProperties(topic =>
        {
            topic.RequiresDuplicateDetection = true;
            topic.DuplicateDetectionHistoryTimeWindow = TimeSpan.FromMinutes(5);
        });

    /// <summary>
    /// A service's own subscription. The service sets a batch aside, with the reason, when applying it failed ten times (BUS_MAX_DELIVERIES); the
    /// subscription's own limit counts every lock that ended, too, and is left for what ends every process that touches it.
    /// </summary>
    public static void AddConsumer(this IResourceBuilder<AzureServiceBusTopicResource> topic, string service) =>
        topic.AddServiceBusSubscription($"{service}-{topic.Resource.TopicName}", service).WithProperties(subscription =>
        {
            subscription.MaxDeliveryCount = 20;
            subscription.LockDuration = TimeSpan.FromMinutes(1);
        });

    /// <summary>
    /// A service with everything that is alike in all four. No launch profile: what is not said in the model is not there. A reference
    /// gives what the services read (a connection string, an address for service discovery) and no more.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name, int port)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, launchProfileName: null)
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
            .WithHttpEndpoint(port, name: "http")
            .WithHttpHealthCheck(ReadyPath)
            .WithEnvironment("BUS_KIND", "servicebus");

    /// <summary>
    /// Brings a database's schema to what the service needs, and ends: the service's own program, told to migrate. Running it twice, or
    /// from two places at once, is safe.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddMigration<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<MySqlDatabaseResource> database, string connectionName)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, launchProfileName: null)
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
            .WithArgs("migrate")
            .WithDatabase(database, connectionName);

    /// <summary>
    /// Where gateways ask for verdicts, over HTTP/2 without TLS; the service listens there beside its own address. Several replicas on one
    /// machine each need a port of their own, so only what is published is given one.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithVerdictsEndpoint(this IResourceBuilder<ProjectResource> service, int port) =>
        service.WithHttpEndpoint(port, service.ApplicationBuilder.ExecutionContext.IsPublishMode ? port : null, "verdicts", env: "VERDICTS_PORT");

    /// <summary>The service's own database.</summary>
    public static IResourceBuilder<ProjectResource> WithDatabase(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<MySqlDatabaseResource> database, string connectionName) =>
        service.WithReference(database, connectionName).WaitFor(database).WithEnvironment("DB_KIND", "mysql");
}
