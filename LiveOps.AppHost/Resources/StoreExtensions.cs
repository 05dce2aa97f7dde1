using Aspire.Hosting.Azure;
using LiveOps.AppHost.Resources.Local;
using LiveOps.AppHost.Resources.Outside;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Resources;

/// <summary>
/// The words of <c>AppHost.cs</c> that are about state. Each has three meanings: where the system is published, a managed service that is known
/// by its connection string; on a developer's machine a container; and without a container runtime one of the machine's own programs.
/// </summary>
internal static class StoreExtensions
{
    /// <summary>
    /// A secret as a parameter. Where the system is published the vault holds it. Here it is what the environment says (<c>HMAC_SECRET</c>,
    /// or <c>Parameters__hmac-secret</c>), else one that is made once and kept in the data folder.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return builder.AddParameter(name, secret: true);
        string setting = name.ToUpperInvariant().Replace('-', '_');
        return builder.AddParameter(
            name,
            () => builder.Configuration[setting] is { Length: > 0 } set ? set
                : builder.Configuration["Parameters:" + name] is { Length: > 0 } given ? given
                : DataFolder.Of(builder.Configuration).Secret(setting),
            secret: true);
    }

    /// <summary>The vault that holds the secrets where the system is published. Here nothing of Azure is needed.</summary>
    public static void AddVault(this IDistributedApplicationBuilder builder, string name, params IResourceBuilder<ParameterResource>[] secrets)
    {
        if (!builder.ExecutionContext.IsPublishMode)
            return;
        IResourceBuilder<AzureKeyVaultResource> vault = builder.AddAzureKeyVault(name);
        foreach (IResourceBuilder<ParameterResource> secret in secrets)
            vault.AddSecret($"{name}-{secret.Resource.Name}", secret.Resource.Name.ToUpperInvariant(), secret);
    }

    /// <summary>Redis for what may be lost: ranks, rates, claims. It is kept from run to run all the same.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddRedisStore(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return builder.AddConnectionString(name).WithAnnotation(OutsideAnnotation.Redis);
        return builder.HasContainers()
            ? builder.AddRedis(name, password: builder.AddSecret("redis-password")).WithDataVolume("liveops-" + name).WithPersistence()
            : builder.AddLocalRedis(name, builder.FreePort("REDIS_PORT", 16379));
    }

    /// <summary>The server of the services' databases: MySQL, or what <c>DB_KIND</c> says.</summary>
    /// <exception cref="StartException">DB_KIND is no database's.</exception>
    public static SqlServer AddSqlServer(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return new SqlServer(SqlServer.MySql, (name, _) => builder.AddConnectionString(name).WithAnnotation(OutsideAnnotation.MySql));
        bool isPostgres = builder.Configuration["DB_KIND"]?.ToLowerInvariant() switch
        {
            null or "" or SqlServer.MySql => false,
            SqlServer.Postgres => true,
            _ => throw new StartException("DB_KIND must be mysql or postgres."),
        };
        IResourceBuilder<ParameterResource> password = builder.AddSecret("database-password");
        return (isPostgres, builder.HasContainers()) switch
        {
            (false, true) => new SqlServer(SqlServer.MySql, builder.AddMySql("mysql", password).WithDataVolume("liveops-mysql").AddDatabase),
            (false, false) => new SqlServer(SqlServer.MySql, builder.AddLocalMariaDb("mysql", builder.FreePort("MYSQL_PORT", 13306), password).AddDatabase),
            (true, true) => new SqlServer(SqlServer.Postgres, builder.AddPostgres("postgres", password: password).WithDataVolume("liveops-postgres").AddDatabase),
            (true, false) => new SqlServer(SqlServer.Postgres, builder.AddLocalPostgres("postgres", builder.FreePort("POSTGRES_PORT", 15432), password).AddDatabase),
        };
    }

    /// <summary>
    /// What accepted events travel on: Service Bus, with a subscription for each who learns of them (its emulator where there are containers),
    /// or Redis Streams, where each service makes its own group.
    /// </summary>
    /// <param name="builder">The system's.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="consumers">The services that learn of events.</param>
    public static EventBus AddEventBus(this IDistributedApplicationBuilder builder, string topic, params string[] consumers)
    {
        if (!builder.ExecutionContext.IsPublishMode && !builder.HasContainers())
        {
            IResourceBuilder<LocalServerResource> redis = builder.AddLocalRedis("bus", builder.FreePort("BUS_PORT", 16380)).WhereNothingIsLost();
            return new EventBus(EventBus.Redis, "bus", redis, redis);
        }

        IResourceBuilder<AzureServiceBusResource> bus = builder.AddAzureServiceBus("servicebus").RunAsEmulator().WithAnnotation(OutsideAnnotation.ServiceBus);
        IResourceBuilder<AzureServiceBusTopicResource> events = bus.AddServiceBusTopic(topic).WithProperties(properties =>
        {
            // A publisher that sends a batch again within five minutes does not double it.
            properties.RequiresDuplicateDetection = true;
            properties.DuplicateDetectionHistoryTimeWindow = TimeSpan.FromMinutes(5);
        });
        foreach (string service in consumers)
        {
            // The service sets a batch aside, with the reason, when applying it failed ten times (BUS_MAX_DELIVERIES); the subscription's own
            // limit counts every lock that ended, too, and is left for what ends every process that touches it.
            events.AddServiceBusSubscription($"{service}-{topic}", service).WithProperties(properties =>
            {
                properties.MaxDeliveryCount = 20;
                properties.LockDuration = TimeSpan.FromMinutes(1);
            });
        }

        return new EventBus(EventBus.ServiceBus, "servicebus", bus, bus.Resource.Emulator is { } emulator ? builder.CreateResourceBuilder(emulator) : bus);
    }
}
