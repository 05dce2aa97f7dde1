using System.Text.Json;
using System.Xml;
using Aspire.Hosting.Azure;

namespace LiveOps.AppHost.Resources.ServiceBus;

/// <summary>Microsoft's emulator of Service Bus in a container (https://learn.microsoft.com/azure/service-bus-messaging/overview-emulator).</summary>
public class ServiceBusEmulatorResource : ContainerResource, IResourceWithConnectionString
{
    internal const string AmqpEndpointName = "amqp", AdministrationEndpointName = "administration";

    /// <param name="name">The resource's name.</param>
    public ServiceBusEmulatorResource(string name) : base(name)
    {
        Amqp = new EndpointReference(this, AmqpEndpointName);
        Administration = new EndpointReference(this, AdministrationEndpointName);
    }

    /// <summary>Where messages go.</summary>
    public EndpointReference Amqp { get; }

    /// <summary>Where it is asked how many there are: unlike Azure's, it has a port of its own for that.</summary>
    public EndpointReference Administration { get; }

    /// <summary>The emulator's own key: everybody knows it.</summary>
    public ReferenceExpression ConnectionStringExpression => At(Amqp);

    /// <summary>The same, for counting.</summary>
    public ReferenceExpression AdministrationConnectionStringExpression => At(Administration);

    private static ReferenceExpression At(EndpointReference endpoint) => ReferenceExpression.Create(
        $"Endpoint=sb://{endpoint.Property(EndpointProperty.HostAndPort)};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;");
}

/// <summary>Adds the emulator, and the SQL Server that it keeps its messages in.</summary>
internal static class ServiceBusEmulatorExtensions
{
    public static IResourceBuilder<ServiceBusEmulatorResource> AddServiceBusEmulator(this IDistributedApplicationBuilder builder, AzureServiceBusResource bus)
    {
        IResourceBuilder<ParameterResource> password = builder.AddParameter(
            bus.Name + "-sql-password", new GenerateParameterDefault { MinLength = 16, MinLower = 1, MinUpper = 1, MinNumeric = 1, Special = false }, secret: true, persist: true);
        IResourceBuilder<ContainerResource> sql = builder.AddContainer(bus.Name + "-sql", "mcr.microsoft.com/mssql/server", "2022-latest")
            .WithEndpoint(targetPort: 1433, name: "tcp")
            .WithEnvironment("ACCEPT_EULA", "Y")
            .WithEnvironment("MSSQL_SA_PASSWORD", password);
        return builder.AddResource(new ServiceBusEmulatorResource(bus.Name + "-emulator"))
            .WithImage("azure-messaging/servicebus-emulator", "latest")
            .WithImageRegistry("mcr.microsoft.com")
            .WithEndpoint(targetPort: 5672, name: ServiceBusEmulatorResource.AmqpEndpointName)
            .WithHttpEndpoint(targetPort: 5300, name: ServiceBusEmulatorResource.AdministrationEndpointName)
            .WithHttpHealthCheck("/health", endpointName: ServiceBusEmulatorResource.AdministrationEndpointName)
            .WithEnvironment("ACCEPT_EULA", "Y")
            .WithEnvironment("SQL_SERVER", sql.Resource.Name)
            .WithEnvironment("MSSQL_SA_PASSWORD", password)
            .WithContainerFiles("/ServiceBus_Emulator/ConfigFiles", (_, _) => Task.FromResult<IEnumerable<ContainerFileSystemItem>>(
                [new ContainerFile { Name = "Config.json", Contents = Config(bus) }]))
            .WaitFor(sql);
    }

    /// <summary>The topics and subscriptions, as the emulator reads them.</summary>
    internal static string Config(AzureServiceBusResource bus) => JsonSerializer.Serialize(new
    {
        UserConfig = new
        {
            Namespaces = new[]
            {
                new
                {
                    Name = "sbemulatorns", // the only one it has
                    Topics = bus.Topics.Select(topic => new
                    {
                        Name = topic.TopicName,
                        Properties = new
                        {
                            topic.RequiresDuplicateDetection,
                            DuplicateDetectionHistoryTimeWindow = Text(topic.DuplicateDetectionHistoryTimeWindow),
                        },
                        Subscriptions = topic.Subscriptions.Select(subscription => new
                        {
                            Name = subscription.SubscriptionName,
                            Properties = new { subscription.MaxDeliveryCount, LockDuration = Text(subscription.LockDuration) },
                        }),
                    }),
                },
            },
            Logging = new { Type = "Console" },
        },
    });

    private static string? Text(TimeSpan? time) => time is { } span ? XmlConvert.ToString(span) : null;
}
