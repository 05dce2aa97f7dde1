using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// Whether the topic can be reached, and every consumer's subscription. Consumers receive all the time and know; a publisher may have nothing to
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

        return feed.Failing.FirstOrDefault() is { Reason: { } reason, Consumer: var consumer }
            ? HealthCheckResult.Unhealthy($"subscription {consumer}: {reason}")
            : HealthCheckResult.Healthy();
    }
}
