using System.Globalization;
using Azure.Monitor.OpenTelemetry.Exporter;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>
/// Which traces are kept, for all exporters of a service: OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG
/// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration). It is read here because Azure Monitor's exporter puts its own sampler, five traces a second,
/// in the place of the provider's, and takes no value of the standard's (findings/azure-monitor-exporter-takes-sampler.sh).
/// </summary>
internal sealed class TraceSampling
{
    /// <summary>The setting's name.</summary>
    public const string Name = "OTEL_TRACES_SAMPLER";

    /// <summary>The name of the setting beside it.</summary>
    public const string ArgumentName = Name + "_ARG";

    private readonly Sampler? _sampler;
    private readonly double? _perSecond;
    private readonly double _share;

    private TraceSampling(Sampler? sampler = null, double? perSecond = null, double share = 1) => (_sampler, _perSecond, _share) = (sampler, perSecond, share);

    /// <summary>The settings.</summary>
    /// <param name="configuration">Where they stand.</param>
    /// <param name="isToAzure">Whether traces go to Azure Monitor, whose exporter has two samplers of its own: they tell it how many traces each stands for.</param>
    /// <exception cref="SettingException">One is wrong.</exception>
    public static TraceSampling Read(IConfiguration configuration, bool isToAzure) => configuration[Name]?.Trim().ToLowerInvariant() switch
    {
        null or "" => new TraceSampling(),
        "always_on" => new TraceSampling(new AlwaysOnSampler()),
        "always_off" => new TraceSampling(new AlwaysOffSampler()),
        "traceidratio" => new TraceSampling(new TraceIdRatioBasedSampler(Share(configuration))),
        "parentbased_always_on" => new TraceSampling(new ParentBasedSampler(new AlwaysOnSampler())),
        "parentbased_always_off" => new TraceSampling(new ParentBasedSampler(new AlwaysOffSampler())),
        "parentbased_traceidratio" => new TraceSampling(new ParentBasedSampler(new TraceIdRatioBasedSampler(Share(configuration)))),
        "microsoft.fixed_percentage" when isToAzure => new TraceSampling(share: Share(configuration)),
        "microsoft.rate_limited" when isToAzure => new TraceSampling(perSecond: Argument(configuration, 5, double.MaxValue, "traces a second, as 5")),
        _ => throw new SettingException(
            $"{Name} must be always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio; or, where traces go to Azure Monitor, microsoft.fixed_percentage or microsoft.rate_limited."),
    };

    /// <summary>Tells Azure Monitor's exporter, which samples where nobody else does: by default every trace.</summary>
    public void Apply(AzureMonitorExporterOptions options)
    {
        options.TracesPerSecond = _perSecond;
        options.SamplingRatio = (float)_share;
    }

    /// <summary>Tells the provider; last, for of two samplers the one that comes later holds.</summary>
    public void Apply(TracerProviderBuilder tracing)
    {
        if (_sampler is not null)
            tracing.SetSampler(_sampler);
    }

    private static double Share(IConfiguration configuration) => Argument(configuration, 1, 1, "a share from 0 to 1, as 0.1");

    private static double Argument(IConfiguration configuration, double fallback, double max, string what) =>
        configuration[ArgumentName] is not { Length: > 0 } text ? fallback :
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 && number <= max ? number :
        throw new SettingException($"{ArgumentName} must be {what}.");
}
