using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>The setting <c>OPERATOR_TOKEN</c>. A header field has no blanks around its value, so those around the setting were pasted with it and are left out.</summary>
public static class OperatorToken
{
    internal const string Setting = "OPERATOR_TOKEN";

    /// <summary>The token as it is now: one from a secrets file may change. Null for none.</summary>
    public static string? Read(IConfiguration configuration) => configuration[Setting]?.Trim() is { Length: > 0 } token ? token : null;

    /// <summary>Refuses one in quotation marks: whether they belong to it cannot be known.</summary>
    /// <exception cref="SettingException">It is.</exception>
    internal static void Check(string? token, string setting)
    {
        if (token is [var first, .., var last] && first == last && first is '"' or '\'' or '`')
            throw new SettingException($"{setting} has quotation marks around it, and whether they belong to the token cannot be known: leave them out.");
    }
}
