using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Logging;

/// <summary>How log lines look: <c>LOG_FORMAT</c>, <c>json</c> or <c>text</c>; unset, text on a terminal and JSON everywhere else.</summary>
internal static class LogFormat
{
    public const string Json = "liveops-json";
    public const string Text = "liveops-text";

    public static string Of(IConfiguration configuration) => configuration["LOG_FORMAT"]?.ToLowerInvariant() switch
    {
        null or "" => Console.IsOutputRedirected ? Json : Text,
        "json" => Json,
        "text" => Text,
        _ => throw new SettingException("LOG_FORMAT must be json or text."),
    };
}
