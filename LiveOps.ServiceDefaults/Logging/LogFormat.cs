using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Logging;

/// <summary>How log lines look: <c>LOG_FORMAT</c>, <c>json</c> or <c>text</c>; unset, text on a terminal and JSON everywhere else.</summary>
public static class LogFormat
{
    internal const string Json = "liveops-json";
    internal const string Text = "liveops-text";

    /// <summary>Whether every line is a JSON object.</summary>
    /// <exception cref="SettingException">It is neither.</exception>
    public static bool IsJson(IConfiguration configuration) => Of(configuration) == Json;

    internal static string Of(IConfiguration configuration) => configuration["LOG_FORMAT"]?.ToLowerInvariant() switch
    {
        null or "" => Console.IsOutputRedirected ? Json : Text,
        "json" => Json,
        "text" => Text,
        _ => throw new SettingException("LOG_FORMAT must be json or text."),
    };
}
