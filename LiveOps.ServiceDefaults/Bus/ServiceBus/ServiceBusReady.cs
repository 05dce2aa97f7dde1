using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// Whether the topic can be reached, and the consumer's subscription. A consumer receives all the time and knows; a publisher may have nothing to
/// send, so a new link to the topic is asked for instead: it costs no message.
/// </summary>
internal sealed class ServiceBusReady(ServiceBusClient client, ServiceBusFeed feed) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using ServiceBusSender link = client.CreateSender(ServiceBusSettings.Topic);
            using ServiceBusMessageBatch batch = await link.CreateMessageBatchAsync(cancellationToken);
        }
        catch (Exception e) when (Trouble.IsOfTheService(e))
        {
            return HealthCheckResult.Unhealthy($"topic {ServiceBusSettings.Topic}: {Trouble.Of(e)}");
        }

        return feed.Failing is { } failing ? HealthCheckResult.Unhealthy(failing) : HealthCheckResult.Healthy();
    }
}
