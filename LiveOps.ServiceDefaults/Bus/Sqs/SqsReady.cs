using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>Whether the bus can be had: SQS answers, all queues are there that a message is sent to, and the service's own can be received from.</summary>
internal sealed class SqsReady(SqsQueues queues, SqsFeed feed) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await queues.AllAsync(cancellationToken);
            await queues.PingAsync(cancellationToken);
        }
        catch (Exception e) when (SqsTrouble.IsOfTheService(e))
        {
            return HealthCheckResult.Unhealthy(SqsTrouble.Of(e));
        }

        return feed.Failing is { } failing ? HealthCheckResult.Unhealthy(failing) : HealthCheckResult.Healthy();
    }
}
