namespace OpenTelemetry.Metrics;

/// <summary>Metrics of the runtime.</summary>
public static class MeterProviderBuilderExtensions
{
    /// <summary>Adds them. Since .NET 9 they are the runtime's own.</summary>
    public static MeterProviderBuilder AddRuntimeInstrumentation(this MeterProviderBuilder builder) => builder.AddMeter("System.Runtime");
}
