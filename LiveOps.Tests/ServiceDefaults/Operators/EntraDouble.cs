using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LiveOps.Tests.ServiceDefaults.Operators;

/// <summary>An issuer as Entra ID is one: it says over HTTP who it is and which keys it signs with, and can be away, say nothing, and change its keys.</summary>
internal sealed class EntraDouble : IAsyncDisposable
{
    public const string Audience = "11111111-2222-3333-4444-555555555555";

    private readonly WebApplication _app;
    private List<(string Id, RSA Key)> _keys = [("first", RSA.Create(2048))];
    private volatile TaskCompletionSource? _silence;
    private int _unanswered;

    private EntraDouble(WebApplication app)
    {
        _app = app;
        Login = new EntraLogin(this);
    }

    /// <summary>Where people sign in.</summary>
    public EntraLogin Login { get; }

    /// <summary>Whether it answers nobody.</summary>
    public bool IsAway { get; set; }

    /// <summary>How many calls it took while it was silent, and did not answer.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>How often it was asked who it is.</summary>
    public int Asked { get; private set; }

    public string Authority => _app.Urls.First() + "/tenant/v2.0";

    /// <summary>The key that is used now.</summary>
    public RsaSecurityKey Key => new(_keys[^1].Key) { KeyId = _keys[^1].Id };

    public static async Task<EntraDouble> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var entra = new EntraDouble(app);
        app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            if (entra._silence is { } silence)
            {
                Interlocked.Increment(ref entra._unanswered);
                await silence.Task;
            }

            if (entra.IsAway)
                context.Abort();
            else
                await next(context);
        });
        app.MapGet("/tenant/v2.0/.well-known/openid-configuration", () =>
        {
            entra.Asked++;
            return Results.Json(new Dictionary<string, string>
            {
                ["issuer"] = entra.Authority,
                ["jwks_uri"] = app.Urls.First() + "/keys",
                ["token_endpoint"] = app.Urls.First() + EntraLogin.TokenPath,
                // To a browser by another name than the console's: another site.
                ["authorization_endpoint"] = app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + EntraLogin.Path,
                ["end_session_endpoint"] = app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + EntraLogin.OutPath,
            });
        });
        entra.Login.Map(app);
        app.MapGet("/keys", () => Results.Text(entra.Keys(), "application/json"));
        await app.StartAsync();
        return entra;
    }

    /// <summary>From now on it takes calls, and does not answer them.</summary>
    public void FallSilent() => _silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It answers all who wait, and whoever comes.</summary>
    public void Speak()
    {
        TaskCompletionSource? silence = _silence;
        _silence = null;
        silence?.TrySetResult();
    }

    /// <summary>Signs with another key from now on; the one before is let go of.</summary>
    public void Rotate(string id) => _keys = [(id, RSA.Create(2048))];

    /// <summary>A token as a valid one is, but for what is changed.</summary>
    public string Token(
        DateTimeOffset now, string[]? roles = null, string? issuer = null, string? audience = null, TimeSpan? lasts = null, TimeSpan? begins = null, SigningCredentials? signing = null,
        Dictionary<string, object>? claims = null)
    {
        var all = new Dictionary<string, object> { ["oid"] = "99999999-8888-7777-6666-555555555555", ["preferred_username"] = "ada@example.org", ["roles"] = roles ?? ["admin"] };
        foreach ((string name, object value) in claims ?? [])
            all[name] = value;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience ?? Audience,
            NotBefore = (now + (begins ?? TimeSpan.Zero)).UtcDateTime,
            Expires = (now + (lasts ?? TimeSpan.FromHours(1))).UtcDateTime,
            Claims = all,
            SigningCredentials = signing ?? new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>The public key as text, which anybody may have.</summary>
    public byte[] PublicText => Encoding.ASCII.GetBytes(_keys[^1].Key.ExportSubjectPublicKeyInfoPem());

    public async ValueTask DisposeAsync()
    {
        Speak();
        await _app.DisposeAsync();
    }

    private string Keys() => JsonSerializer.Serialize(new
    {
        keys = _keys.Select(key =>
        {
            RSAParameters parameters = key.Key.ExportParameters(false);
            return new { kty = "RSA", use = "sig", kid = key.Id, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
        }),
    });
}
