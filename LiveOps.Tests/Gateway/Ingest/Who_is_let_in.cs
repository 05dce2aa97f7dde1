using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Ingest;

/// <summary>Who is let in.</summary>
public sealed class Who_is_let_in(Who_is_let_in.KeysFixture fixture) : IClassFixture<Who_is_let_in.KeysFixture>
{
    private const string Former = "the default key's former secret, still good";
    private const string Mobile = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly LiveSystem _live = fixture.Live;

    private byte[] Body => Encoding.UTF8.GetBytes(_live.Xp("signer", 1));

    [Fact]
    public async Task A_forged_signature_is_refused()
    {
        using var answer = await _live.SignedAsync("gateway", "/v1/events", Body, secret: "not the secret, but as long as one");
        await answer.ProblemAsync(401, "bad-signature");
    }

    [Fact]
    public async Task A_body_changed_after_signing_is_refused()
    {
        byte[] body = Body;
        string id = LiveSystem.NewId("msg");
        long now = fixture.Now;
        string signature = StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, body);
        body[^5]++;
        using var answer = await _live.SignedAsync("gateway", "/v1/events", body, id, now, signature);
        await answer.ProblemAsync(401, "bad-signature");
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(+301)]
    public async Task A_signature_of_another_time_is_stale_both_ways(int seconds)
    {
        using var answer = await _live.SignedAsync("gateway", "/v1/events", Body, timestamp: fixture.Now + seconds);
        await answer.ProblemAsync(401, "stale-timestamp");
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(+300)]
    public async Task A_clock_within_the_tolerance_is_let_in(int seconds)
    {
        using var answer = await _live.SignedAsync("gateway", "/v1/events", Body, timestamp: fixture.Now + seconds);
        await answer.JsonAsync(202);
    }

    [Fact]
    public async Task A_forged_signature_does_not_learn_whether_its_time_was_right()
    {
        using var answer = await _live.SignedAsync("gateway", "/v1/events", Body, timestamp: 1, secret: "not the secret, but as long as one");
        await answer.ProblemAsync(401, "bad-signature");
    }

    [Theory]
    [InlineData(StandardWebhooks.IdHeader)]
    [InlineData(StandardWebhooks.TimestampHeader)]
    [InlineData(StandardWebhooks.SignatureHeader)]
    public async Task Without_any_of_the_three_headers_the_signature_is_missing(string header)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _live.Url("gateway", "/v1/events")) { Content = new ByteArrayContent(Body) };
        foreach (string name in new[] { StandardWebhooks.IdHeader, StandardWebhooks.TimestampHeader, StandardWebhooks.SignatureHeader })
        {
            if (name != header)
                request.Headers.Add(name, "1");
        }

        using var answer = await http.SendAsync(request);
        await answer.ProblemAsync(401, "missing-signature");
    }

    // Signed as they stand there: it is the time that is wrong, and nothing is missing.
    [Theory]
    [InlineData("1e9")]
    [InlineData("+1764000000")]
    [InlineData("-1")]
    [InlineData("1764000000.5")]
    [InlineData("1 764 000 000")]
    [InlineData("99999999999999999999999999")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001764000000")]
    [InlineData("2026-11-20T09:30:00Z")]
    [InlineData("")]
    public async Task A_timestamp_that_is_no_Unix_seconds_is_named(string timestamp)
    {
        byte[] body = Body, signed = [.. Encoding.ASCII.GetBytes($"odd.{timestamp}."), .. body], mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(LiveSystem.Secret), signed);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _live.Url("gateway", "/v1/events")) { Content = new ByteArrayContent(body) };
        request.Headers.Add(StandardWebhooks.IdHeader, "odd");
        request.Headers.TryAddWithoutValidation(StandardWebhooks.TimestampHeader, timestamp);
        request.Headers.Add(StandardWebhooks.SignatureHeader, "v1," + Convert.ToBase64String(mac));

        using var answer = await http.SendAsync(request);

        JsonElement problem = await answer.ProblemAsync(401, "bad-signature");
        Assert.StartsWith("The webhook-timestamp must be Unix seconds", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_secrets_of_a_rotating_key_are_good()
    {
        using var former = await _live.SignedAsync("gateway", "/v1/events", Body, secret: Former);
        await former.JsonAsync(202);
        using var current = await _live.SignedAsync("gateway", "/v1/events", Body);
        await current.JsonAsync(202);
    }

    [Fact]
    public async Task One_good_signature_among_several_is_enough()
    {
        byte[] body = Body;
        string id = LiveSystem.NewId("msg");
        long now = fixture.Now;
        string signatures = StandardWebhooks.Sign(new byte[40], id, now, body) + " " + StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, body);
        using var answer = await _live.SignedAsync("gateway", "/v1/events", body, id, now, signatures);
        await answer.JsonAsync(202);
    }

    [Fact]
    public async Task Another_key_signs_with_its_own_secret_only()
    {
        using var good = await _live.SignedAsync("gateway", "/v1/events", Body, secret: Mobile, key: "mobile");
        await good.JsonAsync(202);
        using var mixed = await _live.SignedAsync("gateway", "/v1/events", Body, key: "mobile");
        await mixed.ProblemAsync(401, "bad-signature");
        using var unknown = await _live.SignedAsync("gateway", "/v1/events", Body, key: "console");
        await unknown.ProblemAsync(401, "unknown-key");
    }

    [Fact]
    public async Task The_same_webhook_id_of_two_keys_is_two_requests()
    {
        string id = LiveSystem.NewId("msg");
        using var first = await _live.SignedAsync("gateway", "/v1/events", Body, id);
        await first.JsonAsync(202);
        using var second = await _live.SignedAsync("gateway", "/v1/events", Body, id, secret: Mobile, key: "mobile");
        JsonElement json = await second.JsonAsync(202);
        Assert.False(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, json.GetProperty("accepted").GetInt32());
    }

    public sealed class KeysFixture : IAsyncLifetime
    {
        // Stands still: a second more or less decides, and a slow machine takes seconds.
        private readonly ManualClock _clock = new();

        internal LiveSystem Live { get; private set; } = null!;

        internal long Now => _clock.UtcNow.ToUnixTimeSeconds();

        public async ValueTask InitializeAsync() => Live = await LiveSystem.StartAsync(_clock, ("Signing__Keys__default__0", Former), ("Signing__Keys__mobile__0", Mobile));

        public async ValueTask DisposeAsync() => await Live.DisposeAsync();
    }
}
