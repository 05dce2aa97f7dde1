using Microsoft.AspNetCore.Http;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>How requests are traced.</summary>
public class AspNetCoreTraceInstrumentationOptions
{
    /// <summary>Which requests are traced; null for all.</summary>
    public Func<HttpContext, bool>? Filter { get; set; }
}
