using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using LiveOps.Gateway.Intake.Senders;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary>Who sends rows proves it, each source in its way; what cannot be checked is not let in.</summary>
public sealed class Senders_of_rows(IntakeWorld world) : IClassFixture<IntakeWorld>
{
    private const string Rows = "who;points;when\nsender-1;1;2026-11-20 00:00:00\n", Tally = "who,n,at\nsender-2,1,2026-11-20T00:00:00Z\n";

    [Theory]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=00")]
    [InlineData("sha256=zz")]
    [InlineData("sha512=")]
    [InlineData("other")]
    public async Task A_signature_of_another_body_or_of_none_is_refused(string begin)
    {
        byte[] other = HMACSHA256.HashData(Encoding.UTF8.GetBytes(IntakeWorld.Secret), "another body"u8);
        using HttpResponseMessage answer = await world.ArcadeAsync(Rows, begin + Convert.ToHexStringLower(other));
        await answer.ProblemAsync(401, "bad-signature");
        using HttpRequestMessage unsigned = world.Request("arcade", Encoding.UTF8.GetBytes(Rows), null);
        using HttpResponseMessage none = await world.SendAsync(unsigned);
        await none.ProblemAsync(401, "missing-signature");
    }

    [Fact]
    public async Task A_password_is_one_user_s_and_one_source_s()
    {
        foreach ((string user, string password) in new[] { ("kiosk", "a password of nobody"), ("other", IntakeWorld.Password), ("kiosk", ""), ("kiosk", IntakeWorld.Password + "x") })
        {
            using HttpResponseMessage answer = await world.BasicAsync("tally", Tally, user, password);
            await answer.ProblemAsync(401, "bad-credentials");
        }

        using HttpRequestMessage operators = world.Request("tally", Encoding.UTF8.GetBytes(Tally), null);
        operators.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        using HttpResponseMessage bearer = await world.SendAsync(operators);
        await bearer.ProblemAsync(401, "bad-credentials");
    }

    [Fact]
    public async Task Who_is_no_source_and_who_has_no_secret_is_not_let_in()
    {
        using HttpResponseMessage nobody = await world.BasicAsync("nobody", Tally);
        await nobody.ProblemAsync(404, "unknown-source");
        using HttpResponseMessage poor = await world.BasicAsync("poor", Tally, "poor");
        Assert.DoesNotContain("Intake__", (await poor.ProblemAsync(503, "unavailable")).GetProperty("detail").GetString(), StringComparison.Ordinal); // that is for operators
    }

    [Fact]
    public async Task Both_secrets_count_while_they_rotate_and_a_time_is_signed_too()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("Intake__Secrets__timed__0", "the secret that was, long enough"), ("Intake__Secrets__timed__1", "the secret that is, long enough"));
        await IntakeWorld.PutAsync(live, """
            {"sources":{"timed":{"format":"csv","fields":{"playerId":"who","amount":"n","id":"id"},
             "proof":{"hmac":{"header":"X-Sign","algorithm":"sha512","encoding":"base64","timestampHeader":"X-Time","tolerance":60}}}}}
            """);
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        (string Secret, long At, string? Type)[] sent =
        [
            ("the secret that was, long enough", now, null), ("the secret that is, long enough", now - 60, null), ("the secret that is, long enough", now - 61, "stale-timestamp"),
            ("the secret that is, long enough", now + 61, "stale-timestamp"), ("the secret of nobody, long enough", now, "bad-signature"), ("the secret that is, long enough", long.MaxValue, "stale-timestamp"),
        ];
        foreach ((string secret, long at, string? type) in sent)
        {
            byte[] body = Encoding.UTF8.GetBytes("who,n,id\ntimed-1,1,1\n"), time = Encoding.UTF8.GetBytes(at.ToString(CultureInfo.InvariantCulture));
            using var request = new HttpRequestMessage(HttpMethod.Post, live.Url("gateway", "/v1/intake/timed")) { Content = new ByteArrayContent(body) };
            request.Headers.TryAddWithoutValidation("X-Time", Encoding.UTF8.GetString(time));
            request.Headers.TryAddWithoutValidation("X-Sign", Convert.ToBase64String(HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. time, (byte)'.', .. body])));
            using HttpResponseMessage answer = await world.SendAsync(request);
            if (type is null)
                await answer.JsonAsync(202);
            else
                await answer.ProblemAsync(401, type);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8,10.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    public async Task A_certificate_that_a_proxy_passes_on_is_believed_from_those_who_are_named(string proxies, bool isBelieved)
    {
        using X509Certificate2 own = Certificate("own"), other = Certificate("other"), old = Certificate("old", -2, -1);
        await using LiveSystem live = await LiveSystem.StartAsync(settings: [("INTAKE_CERTIFICATES", "ssl-client-cert"), ("INTAKE_PROXIES", proxies)]);
        await IntakeWorld.PutAsync(live, Document(own, old));

        Assert.Equal(isBelieved ? 202 : 401, await StatusAsync(Uri.EscapeDataString(own.ExportCertificatePem())));
        Assert.Equal(isBelieved ? 202 : 401, await StatusAsync(Convert.ToBase64String(own.RawData)));
        Assert.Equal(isBelieved ? 202 : 401, await StatusAsync($"Hash=0;Cert=\"{Uri.EscapeDataString(own.ExportCertificatePem())}\""));
        foreach (string wrong in new[] { Uri.EscapeDataString(other.ExportCertificatePem()), Uri.EscapeDataString(old.ExportCertificatePem()), "nonsense", "-----BEGIN CERTIFICATE-----", "" })
            Assert.Equal(401, await StatusAsync(wrong));
        // What a caller wrote before that which the proxy adds.
        string forged = $"Cert=\"{Uri.EscapeDataString(own.ExportCertificatePem())}\"", seen = $"Hash=0;Cert=\"{Uri.EscapeDataString(other.ExportCertificatePem())}\"";
        foreach (string two in new[] { $"{forged},{seen}", $"{forged},Hash=0", $"{forged};By=\",{seen}", $"{forged};By=\"\\\",{seen}" })
            Assert.Equal(401, await StatusAsync(two));

        async Task<int> StatusAsync(string header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, live.Url("gateway", "/v1/intake/mutual")) { Content = new StringContent("who,n,id\nmutual-1,1,1\n") };
            request.Headers.TryAddWithoutValidation("ssl-client-cert", header);
            using HttpResponseMessage answer = await world.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("connection", true)]
    [InlineData("", false)]
    public async Task A_certificate_of_the_connection_is_seen_whoever_issued_it(string setting, bool isSeen)
    {
        using X509Certificate2 server = Usable(Certificate("server")), own = Usable(Certificate("own"));
        var certificates = new ClientCertificates(new ConfigurationBuilder().AddInMemoryCollection([new("INTAKE_CERTIFICATES", setting)]).Build());
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureHttpsDefaults(certificates.AskFor);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(server));
        });
        await using WebApplication app = builder.Build();
        app.MapGet("/", context => context.Response.WriteAsync(certificates.Of(context, DateTimeOffset.UtcNow) ?? "none"));
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isSeen ? own.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant() : "none", await SeenAsync(own));
        Assert.Equal("none", await SeenAsync(null));

        async Task<string> SeenAsync(X509Certificate2? shown)
        {
            using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, met, _, _) => met?.GetCertHashString() == server.GetCertHashString(), ClientCertificates = shown is null ? [] : [shown] } };
            using var http = new HttpClient(handler);
            return await http.GetStringAsync(app.Urls.Single(), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Without_the_setting_nobody_has_a_certificate()
    {
        using X509Certificate2 own = Certificate("own");
        await using LiveSystem live = await LiveSystem.StartAsync();
        JsonElement made = await IntakeWorld.PutAsync(live, Document(own));
        Assert.Equal(
            ["The source mutual is not let in until INTAKE_CERTIFICATES is set.", "Rows of mutual that are sent again later than DEDUPE_HOURS count again: maxAgeHours refuses them."],
            made.GetProperty("effects").EnumerateArray().Select(effect => effect.GetString()));
        using var request = new HttpRequestMessage(HttpMethod.Post, live.Url("gateway", "/v1/intake/mutual")) { Content = new StringContent("who,n,id\n") };
        request.Headers.TryAddWithoutValidation("ssl-client-cert", Uri.EscapeDataString(own.ExportCertificatePem()));
        using HttpResponseMessage answer = await world.SendAsync(request);
        await answer.ProblemAsync(503, "unavailable");
    }

    [Theory]
    [InlineData("Intake__Secrets__arcade__0", "short", "Intake__Secrets__arcade__0 is too short")]
    [InlineData("Intake__Secrets__a_b__0", "a secret that is long enough", "a source's id is")]
    [InlineData("INTAKE_CERTIFICATES", "ssl-client-cert", "INTAKE_PROXIES")]
    [InlineData("INTAKE_PROXIES", "10.0.0.0/8", "INTAKE_CERTIFICATES")]
    [InlineData("INTAKE_MAX_REQUESTS", "0", "INTAKE_MAX_REQUESTS")]
    public async Task A_setting_that_means_nothing_stops_the_start(string setting, string value, string why)
    {
        SettingException e = await Assert.ThrowsAsync<SettingException>(() => LiveSystem.StartAsync(settings: (setting, value)));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    private static string Document(params X509Certificate2[] certificates) => JsonSerializer.Serialize(new
    {
        sources = new
        {
            mutual = new
            {
                format = "csv",
                fields = new { playerId = "who", amount = "n", id = "id" },
                proof = new { certificate = new { sha256 = certificates.Select(one => one.GetCertHashString(HashAlgorithmName.SHA256)) } },
            },
        },
    });

    // With its key where every system's TLS finds it.
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2 Certificate(string name, int fromDays = -1, int toDays = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(fromDays), DateTimeOffset.UtcNow.AddDays(toDays));
    }
}
