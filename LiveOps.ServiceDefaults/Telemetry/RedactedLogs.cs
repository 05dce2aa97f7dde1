using LiveOps.ServiceDefaults.Secrets;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>Keeps secrets out of exported logs, as the console's formatters keep them out of theirs.</summary>
internal sealed class RedactedLogs : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.FormattedMessage is { } message)
            data.FormattedMessage = Redaction.Redact(message);
        if (data.Body is { } body)
            data.Body = Redaction.Redact(body);
        if (data.Attributes is { } attributes && attributes.Any(attribute => Redacted(attribute.Value) is not null))
            data.Attributes = [.. attributes.Select(attribute => KeyValuePair.Create(attribute.Key, Redacted(attribute.Value) ?? attribute.Value))];
        if (data.Exception is { } exception && Redacted(exception.ToString()) is { } text)
            data.Exception = new RedactedException($"{exception.GetType().FullName}: {text}");
    }

    /// <summary>The text without secrets; null when it has none.</summary>
    private static string? Redacted(object? value) =>
        value?.ToString() is { } text && Redaction.Redact(text) is { } redacted && !ReferenceEquals(text, redacted) ? redacted : null;

    private sealed class RedactedException(string text) : Exception(text);
}
