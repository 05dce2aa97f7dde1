using Microsoft.AspNetCore.Http;

namespace Prometheus;

/// <summary>Answers a scrape.</summary>
public sealed class MetricServerMiddleware
{
    private readonly CollectorRegistry _registry;

    /// <param name="next">Not called: this is an end of the pipeline.</param>
    /// <param name="settings">What to write.</param>
    public MetricServerMiddleware(RequestDelegate next, Settings settings) =>
        _registry = settings.Registry ?? throw new ArgumentException("A registry must be named: this stand-in has no default registry.", nameof(settings));

    /// <summary>Writes the metrics as the response.</summary>
    public async Task Invoke(HttpContext context)
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text, context.RequestAborted);
        context.Response.ContentType = TextFormat.ContentType;
        context.Response.ContentLength = text.Length;
        await context.Response.Body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), context.RequestAborted);
    }

    /// <summary>What to write.</summary>
    public sealed class Settings
    {
        /// <summary>The registry to write.</summary>
        public CollectorRegistry? Registry { get; set; }
    }
}
