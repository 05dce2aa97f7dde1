using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveOps.ServiceDefaults.Health;

/// <summary>Whether the service has all it needs: every registered health check is well, and it is not on its way out.</summary>
internal sealed class Readiness
{
    private readonly ProbedCheck[] _checks;
    private readonly IHostApplicationLifetime _lifetime;

    public Readiness(HealthCheckService checks, IOptions<HealthCheckServiceOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        _checks = [.. options.Value.Registrations.Select(registration => new ProbedCheck(checks, registration.Name, clock))];
        _lifetime = lifetime;
    }

    /// <summary>The names of the parts it asks for.</summary>
    public IEnumerable<string> Parts => _checks.Select(check => check.Name);

    /// <summary>What is missing; empty when ready.</summary>
    public async Task<IReadOnlyList<Missing>> AskAsync()
    {
        if (_lifetime.ApplicationStopping.IsCancellationRequested)
            return [new Missing("service", "stopping")];
        if (_checks.Length == 0)
            return [];
        Missing?[] answers = await Task.WhenAll(_checks.Select(check => check.AskAsync()));
        return [.. answers.OfType<Missing>()];
    }
}
