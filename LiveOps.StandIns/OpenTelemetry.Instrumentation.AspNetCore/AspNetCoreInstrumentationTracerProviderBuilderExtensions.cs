using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Instrumentation.AspNetCore;

namespace OpenTelemetry.Trace;

/// <summary>Traces of incoming HTTP.</summary>
public static class AspNetCoreInstrumentationTracerProviderBuilderExtensions
{
    /// <summary>Adds them. The source is the container's <see cref="ActivitySource"/>, which ASP.NET Core uses too.</summary>
    public static TracerProviderBuilder AddAspNetCoreInstrumentation(
        this TracerProviderBuilder builder, Action<AspNetCoreTraceInstrumentationOptions>? configureAspNetCoreTraceInstrumentationOptions)
    {
        var options = new AspNetCoreTraceInstrumentationOptions();
        configureAspNetCoreTraceInstrumentationOptions?.Invoke(options);
        if (builder is IDeferredTracerProviderBuilder deferred)
        {
            deferred.Configure((services, provider) =>
                provider.AddSource(services.GetService<ActivitySource>()?.Name ?? "Microsoft.AspNetCore"));
        }

        return builder.AddInstrumentation(() => new RequestListener(options));
    }
}
