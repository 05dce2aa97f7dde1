using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace LiveOps.Tests.ServiceDefaults.Operators;

/// <summary>
/// The part of an issuer that people meet: it knows whoever comes, sends them back with a code, and gives tokens for it once, to the app that proves itself and the verifier of the challenge
/// (https://datatracker.ietf.org/doc/html/rfc7636).
/// </summary>
internal sealed class EntraLogin(EntraDouble entra)
{
    public const string Path = "/tenant/authorize", TokenPath = "/tenant/token", OutPath = "/tenant/logout", ClientId = "the-console-s-app", ClientSecret = "the secret of the console's app";

    private readonly ConcurrentDictionary<string, (string Redirect, string Challenge, string Nonce)> _codes = new();

    /// <summary>The roles of whoever comes.</summary>
    public string[] Roles { get; set; } = ["operator"];

    /// <summary>What it says in place of a code.</summary>
    public string? Refuses { get; set; }

    /// <summary>What proves the app: its secret, unless it is another thing.</summary>
    public string? Assertion { get; set; }

    /// <summary>What it puts into tokens in place of what it was asked to.</summary>
    public string? Nonce { get; set; }

    /// <summary>Whether codes are exchanged at all.</summary>
    public bool ExchangesNothing { get; set; }

    /// <summary>The time in its tokens.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>What browsers were sent with, the last one last.</summary>
    public ConcurrentQueue<IQueryCollection> Asked { get; } = new();

    public void Map(WebApplication app)
    {
        app.MapGet(Path, Authorize);
        app.MapPost(TokenPath, (Delegate)ExchangeAsync);
        app.MapGet(OutPath, (HttpRequest request) => Results.Redirect(QueryHelpers.AddQueryString(request.Query["post_logout_redirect_uri"]!, "state", request.Query["state"]!)));
    }

    private IResult Authorize(HttpRequest request)
    {
        IQueryCollection asked = request.Query;
        Asked.Enqueue(asked);
        string code = Guid.NewGuid().ToString("n");
        if (asked["response_type"] != "code" || asked["client_id"] != ClientId || asked["code_challenge_method"] != "S256")
            return Results.BadRequest();
        _codes[code] = (asked["redirect_uri"]!, asked["code_challenge"]!, asked["nonce"]!);
        return Results.Redirect(QueryHelpers.AddQueryString(asked["redirect_uri"]!, new Dictionary<string, string?> { [Refuses is null ? "code" : "error"] = Refuses ?? code, ["state"] = asked["state"] }));
    }

    private async Task<IResult> ExchangeAsync(HttpContext context)
    {
        if (ExchangesNothing)
        {
            context.Abort();
            return Results.Empty;
        }

        IFormCollection form = await context.Request.ReadFormAsync();
        bool isApp = Assertion is null ? form["client_secret"] == ClientSecret : form["client_assertion"] == Assertion && form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" && !form.ContainsKey("client_secret");
        if (!isApp || form["grant_type"] != "authorization_code" || !_codes.TryRemove(form["code"].ToString(), out var known) || known.Redirect != form["redirect_uri"]
            || known.Challenge != Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))))
            return Results.Json(new { error = "invalid_grant", error_description = "what must not be shown" }, statusCode: 400);
        return Results.Json(new
        {
            token_type = "Bearer",
            expires_in = 3600,
            access_token = entra.Token(Clock.GetUtcNow(), Roles),
            id_token = entra.Token(DateTimeOffset.UtcNow, audience: ClientId, claims: new() { ["nonce"] = Nonce ?? known.Nonce, ["sub"] = "ada", ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() }),
        });
    }
}
