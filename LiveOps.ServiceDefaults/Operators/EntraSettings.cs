using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Which tokens of Entra ID let operators in.</summary>
/// <param name="Authority">Who issues them: <c>Entra__Authority</c>, or what follows from <c>Entra__TenantId</c>; below it lies <c>.well-known/openid-configuration</c>.</param>
/// <param name="Audiences">For whom they must be issued: <c>Entra__Audience</c>, the app's id, as it was set first, then bare or as <c>api://…</c>, as it was not.</param>
public sealed record EntraSettings(Uri Authority, IReadOnlyList<string> Audiences)
{
    private const string Cloud = "https://login.microsoftonline.com/", ApiScheme = "api://";

    /// <summary>Reads them; null when none is set.</summary>
    /// <exception cref="SettingException">One is missing, or wrong.</exception>
    public static EntraSettings? Read(IConfiguration configuration)
    {
        string? tenant = Of(configuration, "TenantId"), audience = Of(configuration, "Audience"), authority = Of(configuration, "Authority");
        if (tenant is null && audience is null && authority is null)
            return null;
        if (audience is null)
            throw new SettingException("Entra__Audience is not set: without it every token of the tenant would be let in, whatever app it was issued for.");
        if (tenant is null && authority is null)
            throw new SettingException("Entra__TenantId is not set: set it, or Entra__Authority.");
        if (tenant is not null && !IsTenant(tenant))
            throw new SettingException("Entra__TenantId must be the tenant's id, a GUID: common, organizations and consumers would let in everybody.");
        if (!Uri.TryCreate((authority ?? $"{Cloud}{tenant}/v2.0").TrimEnd('/') + "/", UriKind.Absolute, out Uri? issuer) || !(issuer.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback)))
            throw new SettingException("Entra__Authority must be an https address, like https://login.microsoftonline.com/<tenant>/v2.0.");
        // A token of version 2 names the app by its bare id, one of version 1 as the address that was asked for.
        string other = audience.StartsWith(ApiScheme, StringComparison.Ordinal) ? audience[ApiScheme.Length..] : ApiScheme + audience;
        return new EntraSettings(issuer, [audience, other]);
    }

    private static bool IsTenant(string tenant) => Guid.TryParseExact(tenant, "D", out _);

    private static string? Of(IConfiguration configuration, string name) => configuration[$"Entra:{name}"]?.Trim() is { Length: > 0 } value ? value : null;
}
