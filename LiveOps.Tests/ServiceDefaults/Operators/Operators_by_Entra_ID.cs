using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LiveOps.Tests.ServiceDefaults.Operators;

/// <summary>Operators who come with a token of Entra ID, which runs beside the test, goes away, and changes its keys.</summary>
public sealed class Operators_by_Entra_ID : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private EntraDouble _entra = null!;
    private DefaultsHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _entra = await EntraDouble.StartAsync();
        _host = await StartAsync($"Entra:Authority={_entra.Authority}", $"Entra:Audience=api://{EntraDouble.Audience}", "OPERATOR_TOKEN=shared");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _entra.DisposeAsync();
    }

    [Theory]
    [InlineData("200 ada@example.org Viewer entra", "viewer")]
    [InlineData("200 ada@example.org Operator entra", "viewer", "operator", "something.else")]
    [InlineData("200 ada@example.org Admin entra", "admin")]
    [InlineData("403", "something.else")]
    [InlineData("403")]
    public async Task May_do_what_the_highest_of_their_app_roles_may(string expected, params string[] roles) => Assert.Equal(expected, await CallAsync(_entra.Token(_clock.UtcNow, roles)));

    [Theory]
    [InlineData("ada", "99999999-8888-7777-6666-555555555555")]
    [InlineData("policy", "99999999-8888-7777-6666-555555555555")]
    [InlineData("ada@a-name-that-is-much-too-long-for-any-audit-to-hold.and-goes-on.example.org", "99999999-8888-7777-6666-555555555555")]
    [InlineData("a\n@x", "99999999-8888-7777-6666-555555555555")]
    [InlineData("bob@example.org", "bob@example.org")]
    public async Task Have_the_address_as_their_name_or_else_their_object_s_id(string said, string name) =>
        Assert.Equal($"200 {name} Admin entra", await CallAsync(_entra.Token(_clock.UtcNow, claims: new() { ["preferred_username"] = said })));

    [Fact]
    public async Task Are_nobody_with_a_token_that_is_not_for_here_or_not_for_now()
    {
        DateTimeOffset now = _clock.UtcNow;
        Assert.Equal("200 ada@example.org Admin entra", await CallAsync(_entra.Token(now, audience: "api://" + EntraDouble.Audience)));
        Assert.Equal("401", await CallAsync(_entra.Token(now, issuer: "https://login.microsoftonline.com/other/v2.0")));
        Assert.Equal("401", await CallAsync(_entra.Token(now, audience: "another app")));
        Assert.Equal("401", await CallAsync(_entra.Token(now, lasts: -TimeSpan.FromMinutes(2), begins: -TimeSpan.FromHours(1))));
        Assert.Equal("401", await CallAsync(_entra.Token(now, begins: TimeSpan.FromMinutes(2))));
        string token = _entra.Token(now);
        _clock.UtcNow += TimeSpan.FromHours(2);
        Assert.Equal("401", await CallAsync(token));
    }

    [Fact]
    public async Task Are_nobody_with_a_token_that_Entra_did_not_sign()
    {
        DateTimeOffset now = _clock.UtcNow;
        string good = _entra.Token(now);
        string[] parts = good.Split('.');
        Assert.Equal("200 ada@example.org Admin entra", await CallAsync(good));

        string none = $"{Text("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
        Assert.Equal("401", await CallAsync(none));
        Assert.Equal("401", await CallAsync($"{Text("""{"alg":"none","typ":"JWT","kid":"first"}""")}.{parts[1]}.{parts[2]}"));
        // The public key, as text, taken for the secret of an HMAC.
        string head = Text("""{"alg":"HS256","typ":"JWT","kid":"first"}""");
        foreach (byte[] secret in new[] { _entra.PublicText, _entra.Key.Rsa.ExportSubjectPublicKeyInfo(), _entra.Key.Rsa.ExportRSAPublicKey() })
            Assert.Equal("401", await CallAsync($"{head}.{parts[1]}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{head}.{parts[1]}")))}"));
        using var strange = RSA.Create(2048);
        Assert.Equal("401", await CallAsync(_entra.Token(now, signing: new SigningCredentials(new RsaSecurityKey(strange) { KeyId = "first" }, SecurityAlgorithms.RsaSha256))));
        Assert.Equal("401", await CallAsync($"{parts[0]}.{Text("""{"roles":["admin"]}""")}.{parts[2]}"));
        foreach (string junk in (string[])["a.b.c", "..", "a.b", "eyJ.eyJ.", new string('.', 3), good + "x", good[..^2]])
            Assert.Equal("401", await CallAsync(junk));

        static string Text(string json) => Base64UrlEncoder.Encode(json);
    }

    [Fact]
    public async Task Are_let_in_by_known_keys_while_Entra_is_away_however_long()
    {
        Assert.Equal("200 ada@example.org Admin entra", await CallAsync(_entra.Token(_clock.UtcNow)));
        _entra.IsAway = true;
        _clock.UtcNow += TimeSpan.FromDays(3);
        Assert.Equal("200 ada@example.org Admin entra", await CallAsync(_entra.Token(_clock.UtcNow)));
        Assert.Equal("200 operator Admin operator-token", await CallAsync("shared"));
    }

    [Fact]
    public async Task Never_wait_for_an_Entra_that_says_nothing_where_their_key_is_known_and_only_one_question_hangs()
    {
        // Without a time-out of its own: whoever waited would wait for ever.
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var keys = new EntraKeys(new Uri(_entra.Authority + "/"), http, _clock, NullLogger<EntraKeys>.Instance);
        await keys.GetAsync("first", TestContext.Current.CancellationToken);
        _entra.Rotate("second");
        _entra.FallSilent();
        _clock.UtcNow += EntraKeys.Fresh;
        for (int n = 0; n < 20; n++, _clock.UtcNow += EntraKeys.Pause)
            Assert.True(keys.GetAsync("first", TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
        Task<OpenIdConnectConfiguration> unknown = keys.GetAsync("second", TestContext.Current.CancellationToken).AsTask();
        await Eventually.TrueAsync(() => _entra.Unanswered > 0);
        Assert.Equal((1, false), (_entra.Unanswered, unknown.IsCompleted));

        _entra.Speak();
        Assert.Equal("second", Assert.Single((await unknown).SigningKeys).KeyId);
    }

    [Fact]
    public async Task Wait_for_Entra_where_no_key_is_known_yet_and_others_do_not()
    {
        _entra.IsAway = true;
        Assert.Equal("503", await CallAsync(_entra.Token(_clock.UtcNow)));
        Assert.Equal("200 operator Admin operator-token", await CallAsync("shared"));
        Assert.Equal("401", await CallAsync("nobody's"));
        _entra.IsAway = false;
        _clock.UtcNow += TimeSpan.FromMinutes(1);
        Assert.Equal("200 ada@example.org Admin entra", await CallAsync(_entra.Token(_clock.UtcNow)));
    }

    [Fact]
    public async Task Are_let_in_by_a_new_key_at_once_and_by_the_old_one_no_more_and_nobody_makes_Entra_busy()
    {
        string old = _entra.Token(_clock.UtcNow);
        Assert.Equal("200 ada@example.org Admin entra", await CallAsync(old));
        _entra.Rotate("second");
        _clock.UtcNow += TimeSpan.FromMinutes(1);
        Assert.Equal("200 ada@example.org Admin entra", await CallAsync(_entra.Token(_clock.UtcNow)));
        Assert.Equal("401", await CallAsync(old));
        int asked = _entra.Asked;
        for (int n = 0; n < 20; n++)
            Assert.Equal("401", await CallAsync(_entra.Token(_clock.UtcNow, signing: new SigningCredentials(new RsaSecurityKey(_entra.Key.Rsa) { KeyId = $"made-up-{n}" }, SecurityAlgorithms.RsaSha256))));
        Assert.InRange(_entra.Asked - asked, 0, 1);
    }

    [Theory]
    [InlineData("Entra__Audience is not set: without it every token of the tenant would be let in, whatever app it was issued for.", "Entra:TenantId=11111111-2222-3333-4444-555555555555")]
    [InlineData("Entra__TenantId is not set: set it, or Entra__Authority.", "Entra:Audience=api://x")]
    [InlineData("Entra__TenantId must be the tenant's id, a GUID: common, organizations and consumers would let in everybody.", "Entra:TenantId=common", "Entra:Audience=api://x")]
    [InlineData("Entra__Authority must be an https address, like https://login.microsoftonline.com/<tenant>/v2.0.", "Entra:Authority=http://login.example.org", "Entra:Audience=api://x")]
    public async Task Are_set_up_rightly_or_nothing_starts(string sentence, params string[] settings)
    {
        var e = await Assert.ThrowsAsync<SettingException>(() => StartAsync(settings));
        Assert.Equal(sentence, e.Message);
    }

    private Task<DefaultsHost> StartAsync(params string[] settings) => DefaultsHost.StartAsync(
        app => app.MapGet("/operators", (HttpContext context) => OperatorIdentity.Of(context) is var who ? $"{who.Name} {who.Role} {who.Via}" : "").RequireOperator(),
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            builder.Services.AddSingleton(new OperatorRoles(new OperatorRoute("GET", "/operators", OperatorRole.Viewer)));
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        });

    private async Task<string> CallAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/operators");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage answer = await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode == 200 ? $"200 {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}" : $"{(int)answer.StatusCode}";
    }
}
