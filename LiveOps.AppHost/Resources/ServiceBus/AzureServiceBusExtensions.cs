using Aspire.Hosting.Azure;
using LiveOps.AppHost.Resources.Health;
using LiveOps.AppHost.Resources.Outside;
using LiveOps.AppHost.Resources.ServiceBus;

namespace Aspire.Hosting;

/// <summary>The methods of Aspire.Hosting.Azure.ServiceBus that the model uses, under their names: that package can take this folder's place.</summary>
public static class AzureServiceBusExtensions
{
    /// <summary>Adds a namespace. Where the system is published its host name is the parameter <c>&lt;name&gt;-host</c>, which each installation sets.</summary>
    public static IResourceBuilder<AzureServiceBusResource> AddAzureServiceBus(this IDistributedApplicationBuilder builder, string name)
    {
        var bus = new AzureServiceBusResource(name);
        if (builder.ExecutionContext.IsPublishMode)
            bus.HostName = builder.AddParameter(name + "-host", new PublishedDefault("not-set.servicebus.windows.net")).Resource;
        return builder.AddResource(bus).ExcludeFromManifest();
    }

    /// <summary>Where the system is not published, runs the emulator in a container in place of the namespace.</summary>
    public static IResourceBuilder<AzureServiceBusResource> RunAsEmulator(this IResourceBuilder<AzureServiceBusResource> builder)
    {
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return builder;
        builder.Resource.Emulator = builder.ApplicationBuilder.AddServiceBusEmulator(builder.Resource).Resource;
        return builder.WithStateOf("Service Bus", builder.Resource.Emulator);
    }

    /// <summary>Adds a topic.</summary>
    public static IResourceBuilder<AzureServiceBusTopicResource> AddServiceBusTopic(
        this IResourceBuilder<AzureServiceBusResource> builder, string name, string? topicName = null)
    {
        var topic = new AzureServiceBusTopicResource(name, topicName ?? name, builder.Resource);
        builder.Resource.Add(topic);
        return builder.ApplicationBuilder.AddResource(topic).ExcludeFromManifest().WithParentsState("Topic");
    }

    /// <summary>Adds a subscription.</summary>
    public static IResourceBuilder<AzureServiceBusSubscriptionResource> AddServiceBusSubscription(
        this IResourceBuilder<AzureServiceBusTopicResource> builder, string name, string? subscriptionName = null)
    {
        var subscription = new AzureServiceBusSubscriptionResource(name, subscriptionName ?? name, builder.Resource);
        builder.Resource.Add(subscription);
        return builder.ApplicationBuilder.AddResource(subscription).ExcludeFromManifest().WithParentsState("Subscription");
    }

    /// <summary>Says more of a topic.</summary>
    public static IResourceBuilder<AzureServiceBusTopicResource> WithProperties(
        this IResourceBuilder<AzureServiceBusTopicResource> builder, Action<AzureServiceBusTopicResource> configure)
    {
        configure(builder.Resource);
        return builder;
    }

    /// <summary>Says more of a subscription.</summary>
    public static IResourceBuilder<AzureServiceBusSubscriptionResource> WithProperties(
        this IResourceBuilder<AzureServiceBusSubscriptionResource> builder, Action<AzureServiceBusSubscriptionResource> configure)
    {
        configure(builder.Resource);
        return builder;
    }
}
