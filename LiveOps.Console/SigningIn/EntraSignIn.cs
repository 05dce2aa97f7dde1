using LiveOps.Console.Sessions;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace LiveOps.Console.SigningIn;

/// <summary>
/// Signing in by Entra ID (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
/// <list type="number">
/// <item>the browser is sent to Entra ID, with a challenge (PKCE), a nonce, and what it comes back with bound to a cookie;</item>
/// <item>the code that it comes back with is exchanged for tokens, by the app's secret or its pod's proof;</item>
/// <item>a service is asked whose the access token is: what counts is what services say;</item>
/// <item>the session lasts no longer than that token; then one signs in again, of which one notices little as long as Entra ID knows the browser.</item>
/// </list>
/// </summary>
internal static class EntraSignIn
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "entra";

    private const string CameBack = "/sign-in/entra/back", WentAway = "/sign-out/entra/back", Assertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddEntraSignIn(this WebApplicationBuilder builder)
    {
        if (EntraSignInSettings.Read(builder.Configuration) is not { } settings)
            return;
        SessionSettings sessions = SessionSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<EntraSessions>();
        builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, settings, sessions));
    }

    /// <summary>Whether Entra ID could not be reached, as against what it said.</summary>
    public static bool IsAway(Exception? e) => e is HttpRequestException or IOException or OperationCanceledException || (e?.InnerException is { } inner && IsAway(inner));

    private static void Configure(OpenIdConnectOptions options, EntraSignInSettings settings, SessionSettings sessions)
    {
        options.SignInScheme = SessionCookies.Scheme;
        options.MetadataAddress = new Uri(settings.Entra.Authority, ".well-known/openid-configuration").ToString();
        options.RequireHttpsMetadata = settings.Entra.Authority.Scheme == Uri.UriSchemeHttps;
        (options.ClientId, options.ClientSecret) = (settings.ClientId, settings.ClientSecret);
        (options.ResponseType, options.ResponseMode, options.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true); // 1
        options.Scope.Clear();
        foreach (string scope in (string[])["openid", "profile", settings.Scope])
            options.Scope.Add(scope);
        (options.CallbackPath, options.SignedOutCallbackPath, options.RemoteSignOutPath) = (CameBack, WentAway, PathString.Empty);
        (options.MapInboundClaims, options.SaveTokens, options.DisableTelemetry) = (false, false, true);
        options.BackchannelTimeout = Patience;
        // A link of Entra ID's brings the browser back: Lax is what is sent along then.
        foreach (CookieBuilder cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, sessions.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        options.Events.OnRedirectToIdentityProvider = context =>
        {
            if (sessions.Address is { } address)
                context.ProtocolMessage.RedirectUri = new Uri(address, CameBack).ToString();
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            if (sessions.Address is { } address)
                context.ProtocolMessage.PostLogoutRedirectUri = new Uri(address, WentAway).ToString();
            return Task.CompletedTask;
        };
        options.Events.OnAuthorizationCodeReceived = context => ReceiveAsync(context, settings); // 2
        options.Events.OnTokenValidated = context => context.HttpContext.RequestServices.GetRequiredService<EntraSessions>().MakeAsync(context); // 3, 4
        options.Events.OnTicketReceived = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<EntraSessions>().Begun(context);
            return Task.CompletedTask;
        };
        options.Events.OnRemoteFailure = FailAsync;
    }

    // What was sent away once may come back as often as somebody likes, each time to be exchanged in the app's name: as many tries an address as tokens have.
    private static Task ReceiveAsync(AuthorizationCodeReceivedContext context, EntraSignInSettings settings)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<EntraSessions>().TryBegin(context.HttpContext))
            return ProveAsync(context, settings);
        context.Fail(new EntraRefusalException("too-often"));
        return Task.CompletedTask;
    }

    private static async Task ProveAsync(AuthorizationCodeReceivedContext context, EntraSignInSettings settings)
    {
        if (settings.AssertionFile is not { } file || context.TokenEndpointRequest is not { } request)
            return;
        try
        {
            (request.ClientAssertionType, request.ClientAssertion) = (Assertion, (await File.ReadAllTextAsync(file, context.HttpContext.RequestAborted)).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Fail(new EntraRefusalException("entra-refused", e)); // the console's own fault, and not that Entra ID is away
        }
    }

    private static Task FailAsync(RemoteFailureContext context)
    {
        string why = context.Failure is EntraRefusalException refusal ? refusal.Why : IsAway(context.Failure) ? "entra-away" : "entra-refused";
        context.HttpContext.RequestServices.GetRequiredService<EntraSessions>().Failed(context, why);
        context.Response.Redirect($"/sign-in?failed={why}");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
