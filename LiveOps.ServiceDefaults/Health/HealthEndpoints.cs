using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace LiveOps.ServiceDefaults.Health;

/// <summary><c>/healthz</c> says that the process answers, and nothing of what it depends on; <c>/readyz</c> says that its own state is whole.</summary>
public static class HealthEndpoints
{
    internal static void MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks("/readyz", new HealthCheckOptions());
    }
}
