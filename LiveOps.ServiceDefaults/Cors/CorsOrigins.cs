using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Cors;

/// <summary>Whose pages may read: <c>CORS_ORIGINS</c>, origins separated by commas, or <c>*</c> for everybody's.</summary>
internal sealed class CorsOrigins
{
    private const string Setting = "CORS_ORIGINS";

    private CorsOrigins(IReadOnlyList<string> named) => Named = named;

    /// <summary>The origins, as browsers send them.</summary>
    public IReadOnlyList<string> Named { get; }

    /// <summary>Reads the setting; null when there is none.</summary>
    /// <exception cref="SettingException">It holds what is no origin.</exception>
    public static CorsOrigins? Read(IConfiguration configuration)
    {
        string[] named = (configuration[Setting] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named.Length == 0)
            return null;
        if (named is not ["*"] && Array.Find(named, origin => !IsOrigin(origin)) is { } wrong)
            throw new SettingException($"{Setting} must be origins, like https://game.example:8443, separated by commas, or * alone: {wrong} is none.");
        return new CorsOrigins(named);
    }

    // Scheme, host and port and nothing behind them, in the form that browsers compare: no default port, no capitals.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? origin) && (origin.Scheme == Uri.UriSchemeHttp || origin.Scheme == Uri.UriSchemeHttps)
        && origin.GetLeftPart(UriPartial.Authority) == text && origin.UserInfo.Length == 0 && !text.Contains('*');
}
