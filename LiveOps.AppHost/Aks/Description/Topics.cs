using System.Text.Json.Nodes;
using System.Xml;
using Aspire.Hosting.Azure;

namespace LiveOps.AppHost.Aks.Description;

/// <summary>The topics and subscriptions that who deploys has to make.</summary>
internal static class Topics
{
    /// <summary>The topics of all namespaces.</summary>
    public static JsonArray Of(IEnumerable<AzureServiceBusResource> buses) =>
        [.. from bus in buses from topic in bus.Topics select Of(bus, topic)];

    private static JsonObject Of(AzureServiceBusResource bus, AzureServiceBusTopicResource topic) => new()
    {
        ["name"] = topic.TopicName,
        ["namespace"] = bus.Name,
        ["duplicateDetection"] = topic.RequiresDuplicateDetection && topic.DuplicateDetectionHistoryTimeWindow is { } window ? XmlConvert.ToString(window) : null,
        ["subscriptions"] = new JsonArray([.. topic.Subscriptions.Select(subscription => new JsonObject
        {
            ["name"] = subscription.SubscriptionName,
            ["maxDeliveryCount"] = subscription.MaxDeliveryCount,
            ["lockDuration"] = subscription.LockDuration is { } time ? XmlConvert.ToString(time) : null,
        })]),
    };
}
