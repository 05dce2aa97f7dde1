using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace LiveOps.ServiceDefaults.Logging;

/// <summary>The service that logs.</summary>
internal sealed record LogService(string Name);

/// <summary>Logs go to standard output, one event a line.</summary>
internal static class ServiceLogging
{
    public static void AddServiceLogging(this IHostApplicationBuilder builder, string service)
    {
        string format = LogFormat.Of(builder.Configuration);
        var levels = new LogLevels(builder.Configuration);
        builder.Services.AddSingleton(new LogService(service));
        builder.Services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(levels);
        builder.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(levels);
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console =>
        {
            console.FormatterName = format;
            // A reader of our output that stops reading must not stop the service: past this many lines they are dropped, and counted in the log.
            console.MaxQueueLength = 10_000;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        builder.Services.AddSingleton<ConsoleFormatter, JsonLine>();
        builder.Services.AddSingleton<ConsoleFormatter, TextLine>();
    }
}
