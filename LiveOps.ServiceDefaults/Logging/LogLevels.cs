using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LiveOps.ServiceDefaults.Logging;

/// <summary>
/// <c>LOG_LEVEL</c>: trace, debug, information (the default), warning, error, critical or none; followed live where the configuration is.
/// What the framework says below a warning shows only from debug down. The standard <c>Logging:LogLevel</c> section holds beside it.
/// </summary>
internal sealed class LogLevels(IConfiguration configuration) : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>
{
    // While this category is enabled ASP.NET Core makes an Activity and a log scope for every request: 0.6 µs and 1 KB.
    private const string RequestDiagnostics = "Microsoft.AspNetCore.Hosting.Diagnostics";

    // Dozens of lines for each try to connect. RedisConnection says that it is lost, and that it is back.
    private const string RedisClient = "StackExchange.Redis";

    private LogLevel? _last = Parse(configuration["LOG_LEVEL"]);

    public string? Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => configuration.GetReloadToken();

    public void Configure(LoggerFilterOptions options)
    {
        try
        {
            _last = Parse(configuration["LOG_LEVEL"]);
        }
        catch (SettingException)
        {
            // A bad edit of a running service keeps the level it had.
        }

        LogLevel level = _last ?? LogLevel.Information;
        if (level > LogLevel.Trace)
        {
            foreach (string framework in (ReadOnlySpan<string>)["Microsoft", "System", "Azure", "Polly", "OpenTelemetry"])
                options.Rules.Insert(0, new LoggerFilterRule(null, framework, Max(level, LogLevel.Warning), null));
            options.Rules.Insert(0, new LoggerFilterRule(null, RedisClient, level == LogLevel.Debug ? LogLevel.Information : LogLevel.None, null));
            options.Rules.Insert(0, new LoggerFilterRule(null, RequestDiagnostics, level == LogLevel.Debug ? LogLevel.Information : LogLevel.None, null));
            options.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.Hosting.Lifetime", Max(level, LogLevel.Information), null));
        }

        if (_last is { } set)
            options.Rules.Add(new LoggerFilterRule(null, null, set, null));
    }

    internal static LogLevel? Parse(string? text) => text?.ToLowerInvariant() switch
    {
        null or "" => null,
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "information" or "info" => LogLevel.Information,
        "warning" or "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" => LogLevel.Critical,
        "none" => LogLevel.None,
        _ => throw new SettingException("LOG_LEVEL must be trace, debug, information, warning, error, critical or none."),
    };

    private static LogLevel Max(LogLevel a, LogLevel b) => a > b ? a : b;
}
