using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Console.SigningIn;

/// <summary>As which app operators sign in by Entra ID, beside what services know its tokens by.</summary>
/// <param name="Entra">Who issues tokens, and for whom.</param>
/// <param name="ClientId">The app's id: <c>Entra__ClientId</c>.</param>
/// <param name="ClientSecret">Its secret: <c>Entra__ClientSecret</c>; null where its pod proves who it is.</param>
/// <param name="AssertionFile">The file with that proof, which the cluster renews: <c>AZURE_FEDERATED_TOKEN_FILE</c>.</param>
internal sealed record EntraSignInSettings(EntraSettings Entra, string ClientId, string? ClientSecret, string? AssertionFile)
{
    /// <summary>What is asked for: the roles that the operator has in the services' app. By its bare id where it is one: an app that asks for itself is refused by another name (AADSTS90009).</summary>
    public string Scope => $"{Entra.Audiences.FirstOrDefault(audience => Guid.TryParse(audience, out _)) ?? Entra.Audiences[0]}/.default";

    /// <summary>Without what is secret.</summary>
    public override string ToString() => $"{ClientId} at {Entra.Authority}";

    /// <summary>Reads them; null where the console has no app.</summary>
    /// <exception cref="SettingException">One is missing, or wrong.</exception>
    public static EntraSignInSettings? Read(IConfiguration configuration)
    {
        EntraSettings? entra = EntraSettings.Read(configuration);
        if (Of(configuration, "Entra:ClientId") is not { } client)
            return null;
        if (entra is null)
            throw new SettingException("Entra__ClientId needs Entra__TenantId and Entra__Audience beside it: services would let in nobody who signs in with it.");
        if (client.Any(c => c is <= ' ' or > '~'))
            throw new SettingException("Entra__ClientId must be the id of the console's app.");
        (string? secret, string? file) = (Of(configuration, "Entra:ClientSecret"), Of(configuration, "AZURE_FEDERATED_TOKEN_FILE"));
        return secret is not null || file is not null
            ? new EntraSignInSettings(entra, client, secret, secret is null ? file : null)
            : throw new SettingException("Entra__ClientSecret is not set, and no AZURE_FEDERATED_TOKEN_FILE takes its place: Entra ID gives tokens to no app that does not prove which it is.");
    }

    private static string? Of(IConfiguration configuration, string name) => configuration[name]?.Trim() is { Length: > 0 } value ? value : null;
}
