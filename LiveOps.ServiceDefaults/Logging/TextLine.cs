using System.Globalization;
using LiveOps.ServiceDefaults.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LiveOps.ServiceDefaults.Logging;

/// <summary>For people at a terminal: <c>12:00:01 info  gateway  message</c>, an exception on the lines below.</summary>
internal sealed class TextLine(LogService service, TimeProvider clock) : ConsoleFormatter(LogFormat.Text)
{
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = Redaction.Redact(logEntry.Formatter(logEntry.State, logEntry.Exception)).ReplaceLineEndings(" ");
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{clock.GetLocalNow():HH:mm:ss} {JsonLine.Level(logEntry.LogLevel),-8} {service.Name,-11} {message}{Environment.NewLine}");
        textWriter.Write(logEntry.Exception is { } exception ? text + Redaction.Redact(exception.ToString()) + Environment.NewLine : text);
    }
}
