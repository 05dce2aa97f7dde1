namespace OpenTelemetry.Trace;

/// <summary>Traces of outgoing HTTP.</summary>
public static class HttpClientInstrumentationTracerProviderBuilderExtensions
{
    /// <summary>Adds them. Since .NET 9 the client fills its spans itself.</summary>
    public static TracerProviderBuilder AddHttpClientInstrumentation(this TracerProviderBuilder builder) => builder.AddSource("System.Net.Http");
}
