using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>Says in <c>/readyz</c> that a policy file was refused: the service does without it, by the version before.</summary>
internal sealed class PolicyCheck<T>(PolicyFile<T> file) : IHealthCheck where T : class
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        file.Refusal is { } refusal ? HealthCheckResult.Degraded($"the file was refused, and the last good version runs on: {refusal}") : HealthCheckResult.Healthy());
}
