using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.ServiceDefaults.Secrets;

/// <summary>
/// A vault over HTTPS that speaks Key Vault's REST protocol, as much as reading secrets needs: the challenge, a token endpoint, the list in
/// pages of two, a secret, throttling (https://learn.microsoft.com/rest/api/keyvault/secrets).
/// </summary>
public sealed class VaultDouble : IAsyncDisposable
{
    private const string Token = "token-of-the-double";
    private const int PageSize = 2;

    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, (string Value, bool Enabled, long Updated)> _secrets = new();

    private VaultDouble(WebApplication app, X509Certificate2 certificate)
    {
        _app = app;
        _certificate = certificate;
        _http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == certificate.Thumbprint });
        app.MapPost("/tenant/oauth2/v2.0/token", async (HttpContext context) =>
        {
            IFormCollection form = await context.Request.ReadFormAsync();
            Requests.Enqueue("token " + form["scope"]);
            return Results.Json(new { access_token = Token, token_type = "Bearer", expires_in = 3600 });
        });
        app.MapGet("/secrets", (HttpContext context, int page = 0) => Guarded(context, "list " + page, () => List(page)));
        app.MapGet("/secrets/{name}/{version?}", (HttpContext context, string name) => Guarded(context, "get " + name, () => Get(name)));
    }

    /// <summary>What was asked, in order; <c>401</c>, <c>403</c> and <c>429</c> where that was the answer.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Requests that are answered once with a 429.</summary>
    public ConcurrentDictionary<string, bool> Throttled { get; } = new();

    /// <summary>Whether every caller is refused.</summary>
    public bool Forbidden { get; set; }

    public Uri Address => new(_app.Urls.First());

    public TokenCredential Credential => new TokenFromDouble(this);

    public static async Task<VaultDouble> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        WebApplication app = builder.Build();
        var vault = new VaultDouble(app, certificate);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return vault;
    }

    public void Set(string name, string value, bool enabled = true, long updated = 1) => _secrets[name] = (value, enabled, updated);

    /// <summary>Makes the real client trust the double's certificate, and not wait between tries.</summary>
    public void Configure(SecretClientOptions options)
    {
        options.Transport = new HttpClientTransport(_http);
        options.DisableChallengeResourceVerification = true; // the double is not under vault.azure.net
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private IResult Guarded(HttpContext context, string request, Func<IResult> answer)
    {
        if (context.Request.Headers.Authorization != "Bearer " + Token)
        {
            Requests.Enqueue("401 " + request);
            context.Response.Headers.WWWAuthenticate = $"Bearer authorization=\"{Address}tenant\", resource=\"https://vault.azure.net\"";
            return Results.StatusCode(401);
        }

        if (Forbidden)
        {
            Requests.Enqueue("403 " + request);
            return Results.Json(new { error = new { code = "Forbidden", message = "no access for secret-detail" } }, statusCode: 403);
        }

        if (Throttled.TryRemove(request, out _))
        {
            Requests.Enqueue("429 " + request);
            context.Response.Headers["retry-after-ms"] = "1";
            return Results.Json(new { error = new { code = "Throttled", message = "later" } }, statusCode: 429);
        }

        Requests.Enqueue(request);
        return answer();
    }

    private IResult List(int page)
    {
        string[] names = [.. _secrets.Keys.Order(StringComparer.Ordinal)];
        return Results.Json(new
        {
            value = names.Skip(page * PageSize).Take(PageSize).Select(name => new { id = $"{Address}secrets/{name}", attributes = Attributes(name) }),
            nextLink = names.Length > (page + 1) * PageSize ? $"{Address}secrets?api-version=7.6&page={page + 1}" : null,
        });
    }

    private IResult Get(string name) => Results.Json(new { value = _secrets[name].Value, id = $"{Address}secrets/{name}/v1", attributes = Attributes(name) });

    private object Attributes(string name) => new { enabled = _secrets[name].Enabled, created = 1, updated = _secrets[name].Updated };

    /// <summary>Gets its token from the double, where the vault's challenge says.</summary>
    private sealed class TokenFromDouble(VaultDouble vault) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("scope", requestContext.Scopes.Single())]);
            using HttpResponseMessage answer = await vault._http.PostAsync(new Uri(vault.Address, requestContext.TenantId + "/oauth2/v2.0/token"), form, cancellationToken);
            using JsonDocument token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            return new AccessToken(token.RootElement.GetProperty("access_token").GetString()!, TimeProvider.System.GetUtcNow().AddHours(1));
        }
    }
}
