namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>An attempt, and what its sender knows besides: whatever is decided by it is decided from this alone.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Number">Which attempt of its delivery it was, from 1: told twice, it counts once.</param>
/// <param name="RetryAfterSeconds">How long the receiver asked to be left alone; 0 for no such wish.</param>
/// <param name="Jitter">From 0 to 1: where in its range the next pause lies.</param>
/// <param name="DisableAfter">After how many ticks of failures the webhook is disabled.</param>
/// <param name="Edition">Of which <see cref="Webhook.Edition"/> it was.</param>
internal sealed record AttemptResult(Attempt Attempt, int Number, int RetryAfterSeconds, double Jitter, long DisableAfter, int Edition);
