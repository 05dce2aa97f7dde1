using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Keys;

/// <summary>A game's server makes keys for its players' clients; what they may, and when they end.</summary>
public sealed class Keys_for_players_clients(Keys_for_players_clients.KeysFixture fixture) : IClassFixture<Keys_for_players_clients.KeysFixture>
{
    private const string Mobile = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_key_is_named_after_player_and_expiry_and_asking_again_answers_the_same()
    {
        JsonElement key = await MakeAsync("ada");
        long expiry = fixture.Clock.UtcNow.AddHours(1).ToUnixTimeSeconds();
        Assert.Equal(["key", "secret"], key.EnumerateObject().Select(member => member.Name));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"p.ada.{expiry}"), Name(key));
        Assert.StartsWith("whsec_", Secret(key), StringComparison.Ordinal);
        Assert.Equal(key.GetRawText(), (await MakeAsync("ada")).GetRawText());
        Assert.NotEqual(Secret(key), Secret(await MakeAsync("bob")));
        // A plus, of which one in sixteen secrets at least has one, stands as it is.
        Assert.DoesNotContain('\\', string.Concat((await Task.WhenAll(Enumerable.Range(0, 16).Select(n => MakeAsync($"player{n}")))).Select(made => made.GetRawText())));

        using HttpResponseMessage mobile = await _live.SignedAsync("gateway", "/v1/players/ada/keys", Expiry(), secret: Mobile, key: "mobile");
        JsonElement other = await mobile.JsonAsync(200);
        Assert.Equal(Name(key) + "~mobile", Name(other));
        Assert.NotEqual(Secret(key), Secret(other));
        Assert.True(mobile.Headers.CacheControl!.NoStore);
        await (await SendAsync(other, _live.Xp("ada", 1))).JsonAsync(202);
    }

    [Fact]
    public async Task It_signs_the_players_events_and_nobody_elses()
    {
        JsonElement key = await MakeAsync("eve");
        await (await SendAsync(key, _live.Xp("eve", 5))).JsonAsync(202);
        JsonElement refused = await (await SendAsync(key, _live.Xp("bob", 5, id: "of-bob"))).ProblemAsync(403, "not-your-player");
        Assert.Equal("of-bob", refused.GetProperty("rejected")[0].GetProperty("id").GetString());

        JsonElement mixed = await (await SendAsync(key, $$"""{"events":[{{_live.Xp("bob", 1)}},{{_live.Xp("eve", 2)}},{"id":7},{{_live.Score("Eve", "arena", 9)}}]}""")).JsonAsync(202);
        Assert.Equal(1, mixed.GetProperty("accepted").GetInt32());
        Assert.Equal(
            ["0 403 not-your-player", "2 400 invalid-event", "3 403 not-your-player"],
            mixed.GetProperty("rejected").EnumerateArray().Select(item => $"{item.GetProperty("index")} {item.GetProperty("status")} {item.GetProperty("type").GetString()!.Split('/')[^1]}"));
        await (await SendAsync(key, $$"""{"events":[{{_live.Xp("bob", 1)}},{{_live.Xp("ada", 2)}}]}""")).ProblemAsync(403, "not-your-player");
        await _live.EventuallyAsync("progression", "/v1/players/eve", player => player.GetProperty("xp").GetInt64() == 7);
    }

    [Fact]
    public async Task It_claims_the_players_rewards_and_nobody_elses()
    {
        await _live.AcceptAsync(_live.Boss("cid", "dragon"), _live.Boss("dan", "dragon"));
        await _live.EventuallyAsync("progression", "/v1/players/dan/rewards", rewards => rewards.GetProperty("rewards").GetArrayLength() == 1);
        JsonElement key = await MakeAsync("cid");
        using HttpResponseMessage others = await SignedAsync(key, "progression", "/v1/players/dan/rewards/first-kill:dragon/claim", []);
        await others.ProblemAsync(403, "not-your-player");
        using HttpResponseMessage own = await SignedAsync(key, "progression", "/v1/players/cid/rewards/first-kill:dragon/claim", []);
        Assert.True((await own.JsonAsync(200)).TryGetProperty("receipt", out _));
    }

    [Fact]
    public async Task It_makes_no_keys()
    {
        JsonElement key = await MakeAsync("ada");
        foreach (string player in new[] { "ada", "bob" })
        {
            using HttpResponseMessage answer = await SignedAsync(key, "gateway", $"/v1/players/{player}/keys", Expiry());
            await answer.ProblemAsync(403, "not-your-player");
        }
    }

    [Fact]
    public async Task The_same_request_under_the_players_next_key_is_known_again()
    {
        byte[] body = Encoding.UTF8.GetBytes(_live.Xp("fay", 5));
        JsonElement key = await MakeAsync("fay"), next = await MakeAsync("fay", hours: 2);
        await (await SignedAsync(key, "gateway", "/v1/events", body, "msg-fay")).JsonAsync(202);
        using HttpResponseMessage again = await SignedAsync(next, "gateway", "/v1/events", body, "msg-fay");
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        using HttpResponseMessage games = await _live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(_live.Xp("fay", 6)), "msg-fay");
        await games.JsonAsync(202); // the game's ids are its own
    }

    [Theory]
    [InlineData("""{"expiresAt":"2026-11-20T11:00:00Z"}""", "ada", 400, "invalid-parameter")]
    [InlineData("""{"expiresAt":"2028-11-20T11:00:00Z"}""", "ada", 400, "invalid-parameter")]
    [InlineData("""{"expiresAt":"2026-11-21T11:00:00"}""", "ada", 400, "malformed-body")]
    [InlineData("""{"expiresAt":1790000000}""", "ada", 400, "malformed-body")]
    [InlineData("""{"expiresAt":"2026-11-21T11:00:00Z","playerId":"bob"}""", "ada", 400, "invalid-parameter")]
    [InlineData("""{"expiresAt":"2026-11-21T11:00:00Z","level":3}""", "ada", 400, "malformed-body")]
    [InlineData("""{"expiresAt":"2026-11-21T11:00:00Z"}""", "a%20b", 400, "invalid-parameter")]
    [InlineData("", "ada", 400, "malformed-body")]
    public async Task What_cannot_be_is_refused(string body, string player, int status, string problem)
    {
        using HttpResponseMessage answer = await _live.SignedAsync("gateway", $"/v1/players/{player}/keys", Encoding.UTF8.GetBytes(body));
        await answer.ProblemAsync(status, problem);
    }

    [Fact]
    public async Task Without_the_games_signature_there_is_no_key()
    {
        using HttpResponseMessage forged = await _live.SignedAsync("gateway", "/v1/players/ada/keys", Expiry(), secret: "not the secret, but as long as one");
        await forged.ProblemAsync(401, "bad-signature");
        using HttpResponseMessage signed = await _live.SignedAsync("gateway", "/v1/players/ada/keys", Encoding.UTF8.GetBytes("""{"expiresAt":"2026-11-21T11:00:00+09:00","playerId":"ada"}"""));
        Assert.Equal("p.ada.1795226400", Name(await signed.JsonAsync(200)));
    }

    [Fact]
    public async Task Revoked_keys_end_at_once_and_new_ones_hold_also_after_a_restart()
    {
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock);
        JsonElement before = await MakeAsync(live, clock, "ada"), bobs = await MakeAsync(live, clock, "bob");
        await (await SendAsync(live, before, live.Xp("ada", 1))).JsonAsync(202);
        using (HttpResponseMessage nobody = await live.OperateAsync(HttpMethod.Post, "fairness", "/v1/players/ada/keys/revoke", token: null))
            await nobody.ProblemAsync(401, "operator-required");
        using (HttpResponseMessage revoked = await live.OperateAsync(HttpMethod.Post, "fairness", "/v1/players/ada/keys/revoke?reason=stolen"))
            Assert.Equal("""{"playerId":"ada","revokedAt":"2026-11-20T12:00:00Z"}""", (await revoked.JsonAsync(200)).GetRawText());
        await (await SendAsync(live, before, live.Xp("ada", 1))).ProblemAsync(401, "bad-signature");
        JsonElement after = await MakeAsync(live, clock, "ada");
        Assert.Equal(Name(before), Name(after));
        Assert.NotEqual(Secret(before), Secret(after));

        await live.RestartAsync();
        await (await SendAsync(live, after, live.Xp("ada", 1))).JsonAsync(202);
        await (await SendAsync(live, before, live.Xp("ada", 1))).ProblemAsync(401, "bad-signature");
        await (await SendAsync(live, bobs, live.Xp("bob", 1))).JsonAsync(202);
        clock.UtcNow += TimeSpan.FromHours(1);
        await (await SendAsync(live, after, live.Xp("ada", 1))).ProblemAsync(401, "expired-key");
    }

    private static string Name(JsonElement key) => key.GetProperty("key").GetString()!;

    private static string Secret(JsonElement key) => key.GetProperty("secret").GetString()!;

    private byte[] Expiry() => Expiry(fixture.Clock, 1);

    private static byte[] Expiry(ManualClock clock, int hours) => JsonSerializer.SerializeToUtf8Bytes(new { expiresAt = clock.UtcNow.AddHours(hours) });

    private Task<JsonElement> MakeAsync(string player, int hours = 1) => MakeAsync(_live, fixture.Clock, player, hours);

    private static async Task<JsonElement> MakeAsync(LiveSystem live, ManualClock clock, string player, int hours = 1)
    {
        using HttpResponseMessage answer = await live.SignedAsync("gateway", $"/v1/players/{player}/keys", Expiry(clock, hours));
        return await answer.JsonAsync(200);
    }

    private Task<HttpResponseMessage> SendAsync(JsonElement key, string body) => SendAsync(_live, key, body);

    private static Task<HttpResponseMessage> SendAsync(LiveSystem live, JsonElement key, string body) =>
        live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(body), secret: Secret(key), key: Name(key));

    private Task<HttpResponseMessage> SignedAsync(JsonElement key, string service, string path, byte[] body, string? webhookId = null) =>
        _live.SignedAsync(service, path, body, webhookId, secret: Secret(key), key: Name(key));

    public sealed class KeysFixture : IAsyncLifetime
    {
        internal ManualClock Clock { get; } = new();

        internal LiveSystem Live { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Live = await LiveSystem.StartAsync(Clock, ("Signing__Keys__mobile__0", Mobile));

        public async ValueTask DisposeAsync() => await Live.DisposeAsync();
    }
}
