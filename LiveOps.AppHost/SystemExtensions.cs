using Aspire.Hosting.Azure;
using LiveOps.AppHost.Resources;
using LiveOps.AppHost.Resources.Outside;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost;

/// <summary>The mechanics behind the words of <c>AppHost.cs</c> that are about services.</summary>
internal static class SystemExtensions
{
    /// <summary>Where a service says that its own state is whole.</summary>
    public const string ReadyPath = "/readyz";

    /// <summary>Where a service says that its process answers.</summary>
    public const string AlivePath = "/healthz";

    /// <summary>Where services look for secrets that are files: the default of <c>SECRETS_DIR</c>.</summary>
    public const string SecretsFolder = "/mnt/secrets";

    /// <summary>The setting that tells a service where its policy lies.</summary>
    public const string PolicySetting = "POLICY_DIR";

    /// <summary>Where it lies in a pod.</summary>
    public const string PolicyFolder = "/etc/liveops/policies";

    // Of a cluster as deploy/infra makes it.
    // Where ingresses come from; and, where there is a mesh, the pod's own sidecar (Istio's comes from 127.0.0.6), which nobody outside of the pod can be.
    private const string PodNetwork = "10.244.0.0/16", Sidecar = "127.0.0.6";

    /// <summary>Whether the system is to run in one process: the default, where nothing is published.</summary>
    /// <exception cref="StartException">LIVEOPS_SYSTEM is neither.</exception>
    public static bool IsEmbedded(this IDistributedApplicationBuilder builder) =>
        !builder.ExecutionContext.IsPublishMode && builder.Configuration["LIVEOPS_SYSTEM"]?.ToLowerInvariant() switch
        {
            null or "" or "embedded" => true,
            "cluster" => false,
            _ => throw new StartException("LIVEOPS_SYSTEM must be embedded or cluster."),
        };

    /// <summary>
    /// All services in one process, on stores of its own. Its listeners are not Aspire's proxies: what is told of a port is the process's to tell.
    /// What stands behind <c>--</c> in the command is its settings.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddEmbeddedSystem<TProject>(this IDistributedApplicationBuilder builder, string name, string[] args)
        where TProject : IProjectMetadata, new()
    {
        IResourceBuilder<ProjectResource> system = builder.AddProgram<TProject>(name)
            .WithArgs(Paths.Whole(args))
            .WithEnvironment(DataFolder.Setting, DataFolder.Of(builder.Configuration).Path);
        foreach ((string service, int port) in (ReadOnlySpan<(string, int)>)[("gateway", 8080), ("fairness", 8081), ("leaderboard", 8082), ("progression", 8083), ("console", 8084)])
        {
            string setting = Ports.Setting(service);
            system.WithHttpEndpoint(Ports.Read(builder.Configuration, setting, port), name: service, env: setting, isProxied: false)
                .WithHttpHealthCheck(ReadyPath, endpointName: service);
        }

        return system;
    }

    /// <summary>
    /// A service with everything that is alike in all of them. A reference
    /// gives what the services read (a connection string, an address for service discovery) and no more.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name, int port)
        where TProject : IProjectMetadata, new() =>
        builder.AddProgram<TProject>(name)
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
            .WithHttpEndpoint(builder.FreePort(Ports.Setting(name), port), name: "http")
            .WithHttpHealthCheck(ReadyPath);

    /// <summary>
    /// Brings a database's schema to what the service needs, and ends: the service's own program, told to migrate. Running it twice, or
    /// from two places at once, is safe.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddMigration<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddJob<TProject>(name, "migrate");

    /// <summary>A service's own program, told to do one thing and end.</summary>
    public static IResourceBuilder<ProjectResource> AddJob<TProject>(this IDistributedApplicationBuilder builder, string name, string command)
        where TProject : IProjectMetadata, new() =>
        builder.AddProgram<TProject>(name)
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
            .WithArgs(command);

    /// <summary>
    /// Where gateways ask for verdicts, over HTTP/2 without TLS; the service listens there beside its own address. Several replicas on one
    /// machine each need a port of their own: Aspire gives each a free one, behind the one that gateways know.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithVerdictsEndpoint(this IResourceBuilder<ProjectResource> service, int port) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? service.WithHttpEndpoint(port, port, "verdicts", env: "VERDICTS_PORT").WithEndpoint("verdicts", endpoint => endpoint.Transport = "http2")
            : service.WithHttpEndpoint(service.ApplicationBuilder.FreePort("VERDICTS_PORT", port), name: "verdicts", env: "VERDICTS_PORT");

    /// <summary>
    /// The service follows a policy, which operators may bring as a file where the system is published; there and here, without one, it is the policy
    /// built into the service.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithPolicy(this IResourceBuilder<ProjectResource> service) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode ? service.WithEnvironment(PolicySetting, PolicyFolder) : service;

    /// <summary>
    /// Operators reach the service from outside, players do not. Where it is published it knows its address, asks Entra ID who they are, and believes the cluster's pods on where they come
    /// from, in place of everybody.
    /// </summary>
    public static IResourceBuilder<ProjectResource> ForOperators(this IResourceBuilder<ProjectResource> service)
    {
        service.WithAnnotation(new OperatorsAnnotation()).WithAnnotation(new OutsideUse("entra", OutsideAnnotation.Entra)).DisableForwardedHeaders();
        if (!service.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return service;
        return service
            .WithEnvironment("CONSOLE_ADDRESS", service.ApplicationBuilder.AddParameter("console-address", new PublishedDefault("https://console.not-set.example")))
            .WithEnvironment("CONSOLE_PROXIES", service.ApplicationBuilder.AddParameter("console-proxies", new PublishedDefault($"{PodNetwork},{Sidecar}")));
    }

    /// <summary>The service sends events, or learns of them.</summary>
    public static IResourceBuilder<ProjectResource> WithBus(this IResourceBuilder<ProjectResource> service, EventBus bus)
    {
        service.WithReference(bus.Resource, bus.ConnectionName).WaitFor(bus.Process).WithEnvironment("BUS_KIND", bus.Kind);
        if (bus.Resource.Resource is AzureServiceBusResource { Emulator: { } emulator })
            service.WithEnvironment("ConnectionStrings__servicebusadmin", emulator.AdministrationConnectionStringExpression);
        // A bus that could lose what it has acknowledged takes nothing.
        return bus.Kind == EventBus.Redis ? service.WithEnvironment("BUS_DURABILITY", "required") : service;
    }

    /// <summary>The service's own database.</summary>
    public static IResourceBuilder<ProjectResource> WithDatabase(this IResourceBuilder<ProjectResource> service, ServiceDatabase database, string connectionName) =>
        service.WithReference(database.Resource, connectionName).WaitFor(database.Resource).WithEnvironment("DB_KIND", database.Kind);
}
