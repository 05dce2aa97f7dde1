using System.Security.Claims;
using LiveOps.Core.Audit;
using LiveOps.Core.Ids;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>
/// Lets in whoever brings a JSON Web Token of Entra ID: signed by one of its keys, by an algorithm of two keys, issued by it, for our app, and not expired. What they may do is the
/// highest of the app roles <c>viewer</c>, <c>moderator</c>, <c>operator</c> and <c>admin</c> in it.
/// </summary>
internal sealed class EntraTokens(EntraSettings settings, EntraKeys keys, TimeProvider clock) : IEntraTokens
{
    // By name: with a secret that is no secret, like a public key, HS256 would let in anybody, and none does always.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <inheritdoc/>
    public async ValueTask<OperatorIdentity?> FindAsync(string token, CancellationToken cancellation)
    {
        if (!_handler.CanReadToken(token) || Read(token) is not { } read || !Algorithms.Contains(read.Alg))
            return null;
        OpenIdConnectConfiguration entra = await keys.GetAsync(read.Kid, cancellation);
        TokenValidationResult result = await _handler.ValidateTokenAsync(read, new TokenValidationParameters
        {
            ValidIssuer = entra.Issuer,
            ValidAudiences = settings.Audiences,
            IssuerSigningKeys = entra.SigningKeys,
            ValidAlgorithms = Algorithms,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (begins, ends, _, _) => IsNow(begins, ends),
        });
        return result.IsValid ? new OperatorIdentity(NameOf(result.ClaimsIdentity), RoleOf(result.ClaimsIdentity), OperatorIdentity.ByEntra) : null;
    }

    private JsonWebToken? Read(string token)
    {
        try
        {
            return _handler.ReadJsonWebToken(token);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null; // three parts, but not of a token
        }
    }

    private bool IsNow(DateTime? begins, DateTime? ends)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return ends is { } end && now < end + Skew && (begins is not { } begin || now >= begin - Skew);
    }

    private static OperatorRole RoleOf(ClaimsIdentity claims) => claims.FindAll("roles").Select(claim => NamedTokens.TryRead(claim.Value, out OperatorRole role) ? role : OperatorRole.None)
        .Append(OperatorRole.None).Max();

    // A person's address, which nobody else's name looks like; else the object's id, which is an app's too.
    private static string NameOf(ClaimsIdentity claims)
    {
        if ((claims.FindFirst("preferred_username") ?? claims.FindFirst("upn"))?.Value is { Length: <= AuditEntry.MaxName } person && person.Contains('@') && !person.Any(char.IsControl))
            return person;
        return claims.FindFirst("oid")?.Value is { } id && IdRule.IsValid(id) && !OperatorIdentity.IsReserved(id) ? id : "entra";
    }
}

/// <summary>Where Entra ID is not set up: its tokens let nobody in.</summary>
internal sealed class NoEntraTokens : IEntraTokens
{
    public ValueTask<OperatorIdentity?> FindAsync(string token, CancellationToken cancellation) => new((OperatorIdentity?)null);
}

/// <summary>Registers them.</summary>
internal static class EntraExtensions
{
    private const string Client = "entra";
    private const int MostBytes = 1 << 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static void AddEntraTokens(this IServiceCollection services, IConfiguration configuration)
    {
        if (EntraSettings.Read(configuration) is not { } settings)
        {
            services.TryAddSingleton<IEntraTokens, NoEntraTokens>();
            return;
        }

        services.AddHttpClient(Client, http => (http.Timeout, http.MaxResponseContentBufferSize) = (Timeout, MostBytes));
        services.AddSingleton(provider => new EntraKeys(
            settings.Authority, provider.GetRequiredService<IHttpClientFactory>().CreateClient(Client), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EntraKeys>>()));
        services.AddSingleton<IEntraTokens>(provider => new EntraTokens(settings, provider.GetRequiredService<EntraKeys>(), provider.GetRequiredService<TimeProvider>()));
    }
}
