using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Prometheus;

/// <summary>Maps the endpoint for scrapes.</summary>
public static class MetricServerMiddlewareExtensions
{
    /// <summary>Maps the endpoint for scrapes.</summary>
    public static IEndpointConventionBuilder MapMetrics(
        this IEndpointRouteBuilder endpoints, Action<MetricServerMiddleware.Settings> configure, string pattern = "/metrics")
    {
        var settings = new MetricServerMiddleware.Settings();
        configure(settings);
        return endpoints
            .Map(pattern, endpoints.CreateApplicationBuilder().UseMiddleware<MetricServerMiddleware>(settings).Build())
            .WithDisplayName("Prometheus metrics");
    }
}
