using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;

namespace Aspire.Hosting;

/// <summary>Azure Service Bus.</summary>
public static class AzureServiceBusExtensions
{
    public static IResourceBuilder<AzureServiceBusResource> AddAzureServiceBus(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new AzureServiceBusResource(name));

    /// <summary>Runs the emulator locally; says nothing of what is published.</summary>
    public static IResourceBuilder<AzureServiceBusResource> RunAsEmulator(
        this IResourceBuilder<AzureServiceBusResource> builder, Action<IResourceBuilder<AzureServiceBusEmulatorResource>>? configureContainer = null)
    {
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return builder;
        configureContainer?.Invoke(builder.ApplicationBuilder.CreateResourceBuilder(new AzureServiceBusEmulatorResource(builder.Resource)));
        return builder
            .WithAnnotation(new EmulatorResourceAnnotation())
            .WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, name: "emulator", targetPort: 5672));
    }

    public static IResourceBuilder<AzureServiceBusTopicResource> AddServiceBusTopic(
        this IResourceBuilder<AzureServiceBusResource> builder, string name, string? topicName = null) =>
        builder.ApplicationBuilder.AddResource(new AzureServiceBusTopicResource(name, topicName ?? name, builder.Resource));

    public static IResourceBuilder<AzureServiceBusTopicResource> WithProperties(
        this IResourceBuilder<AzureServiceBusTopicResource> builder, Action<AzureServiceBusTopicResource> configure)
    {
        configure(builder.Resource);
        return builder;
    }

    public static IResourceBuilder<AzureServiceBusSubscriptionResource> AddServiceBusSubscription(
        this IResourceBuilder<AzureServiceBusTopicResource> builder, string name, string? subscriptionName = null) =>
        builder.ApplicationBuilder.AddResource(new AzureServiceBusSubscriptionResource(name, subscriptionName ?? name, builder.Resource));

    public static IResourceBuilder<AzureServiceBusSubscriptionResource> WithProperties(
        this IResourceBuilder<AzureServiceBusSubscriptionResource> builder, Action<AzureServiceBusSubscriptionResource> configure)
    {
        configure(builder.Resource);
        return builder;
    }
}
