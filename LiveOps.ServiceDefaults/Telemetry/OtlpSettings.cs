using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>
/// The exporter's standard settings (https://opentelemetry.io/docs/specs/otel/protocol/exporter/), read from the whole configuration and
/// not from environment variables alone.
/// </summary>
internal sealed class OtlpSettings
{
    private readonly IConfiguration _configuration;
    private readonly Uri _endpoint;

    private OtlpSettings(IConfiguration configuration, Uri endpoint)
    {
        _configuration = configuration;
        _endpoint = endpoint;
    }

    /// <summary>The settings; null when no endpoint is set.</summary>
    /// <exception cref="SettingException">One is wrong.</exception>
    public static OtlpSettings? Read(IConfiguration configuration) =>
        configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } text ? null :
        Uri.TryCreate(text, UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https" ? new OtlpSettings(configuration, endpoint) :
        throw new SettingException("OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address.");

    /// <summary>An exporter's options.</summary>
    /// <param name="signal"><c>traces</c>, <c>metrics</c> or <c>logs</c>.</param>
    public OtlpExporterOptions For(string signal)
    {
        OtlpExportProtocol protocol = (Value(signal, "PROTOCOL") ?? (_endpoint.Port == 4317 ? "grpc" : "http/protobuf")) switch
        {
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            "grpc" => OtlpExportProtocol.Grpc,
            _ => throw new SettingException("OTEL_EXPORTER_OTLP_PROTOCOL must be grpc or http/protobuf."),
        };
        var options = new OtlpExporterOptions { Protocol = protocol, Endpoint = Endpoint(signal, protocol) };
        if (Value(signal, "HEADERS") is { } headers)
            options.Headers = headers;
        if (int.TryParse(Value(signal, "TIMEOUT"), out int milliseconds))
            options.TimeoutMilliseconds = milliseconds;
        return options;
    }

    /// <summary>One of the intervals at which telemetry is sent on (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables).</summary>
    /// <exception cref="SettingException">It is none.</exception>
    public int Milliseconds(string name, int standard) => _configuration.GetWhole(name, standard, 1, int.MaxValue);

    private Uri Endpoint(string signal, OtlpExportProtocol protocol)
    {
        if (Uri.TryCreate(_configuration[Name(signal, "ENDPOINT")], UriKind.Absolute, out Uri? own))
            return own;
        return protocol == OtlpExportProtocol.Grpc ? _endpoint : new Uri($"{_endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
    }

    private string? Value(string signal, string name) =>
        _configuration[Name(signal, name)] is { Length: > 0 } own ? own :
        _configuration["OTEL_EXPORTER_OTLP_" + name] is { Length: > 0 } common ? common :
        null;

    private static string Name(string signal, string name) => $"OTEL_EXPORTER_OTLP_{signal.ToUpperInvariant()}_{name}";
}
