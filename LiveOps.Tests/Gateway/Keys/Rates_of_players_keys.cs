using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Keys;

/// <summary>How much the keys of one player may have a gateway read.</summary>
public sealed class Rates_of_players_keys : IAsyncLifetime
{
    // A member of RFC 1952 with no data.
    private static readonly byte[] Nothing = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly ManualClock _clock = new();
    private LiveSystem _live = null!;

    public async ValueTask InitializeAsync() => _live = await LiveSystem.StartAsync(_clock, ("PLAYER_KEY_RATE", "5")); // ten at once

    public async ValueTask DisposeAsync() => await _live.DisposeAsync();

    [Fact]
    public async Task Past_the_rate_a_request_is_refused_whole_whatever_is_in_it_and_only_that_players()
    {
        JsonElement eve = await KeyAsync("eve"), ada = await KeyAsync("ada");
        for (int i = 0; i < 10; i++)
            await (await SendAsync(eve, Encoding.UTF8.GetBytes(_live.Xp("eve", 1)))).JsonAsync(202);
        using HttpResponseMessage over = await SendAsync(eve, Encoding.UTF8.GetBytes(_live.Xp("eve", 1)));
        JsonElement problem = await over.ProblemAsync(429, "rate-limited");
        Assert.False(problem.TryGetProperty("rejected", out _));
        Assert.Equal(TimeSpan.FromSeconds(1), over.Headers.RetryAfter?.Delta);
        await (await SendAsync(eve, [1, 2, 3])).ProblemAsync(429, "rate-limited");

        await (await SendAsync(ada, Encoding.UTF8.GetBytes(_live.Xp("ada", 1)))).JsonAsync(202);
        await _live.AcceptAsync(_live.Xp("eve", 1)); // the game speaks for everybody
        _clock.Advance(TimeSpan.FromSeconds(1));
        await (await SendAsync(eve, Encoding.UTF8.GetBytes(_live.Xp("eve", 1)))).JsonAsync(202);
    }

    [Fact]
    public async Task What_is_no_event_of_the_players_counts_too()
    {
        JsonElement eve = await KeyAsync("eve");
        byte[] junk = Encoding.UTF8.GetBytes($$"""{"events":[{{_live.Xp("eve", 1)}}{{string.Concat(Enumerable.Repeat(",0", 1000 - 1))}}]}""");
        await (await SendAsync(eve, junk)).ProblemAsync(400, "malformed-body");
        using HttpResponseMessage over = await SendAsync(eve, Encoding.UTF8.GetBytes(_live.Xp("eve", 1)));
        await over.ProblemAsync(429, "rate-limited");
        Assert.Equal(TimeSpan.FromSeconds(61), over.Headers.RetryAfter?.Delta); // and no longer, however much it was
        _clock.Advance(TimeSpan.FromSeconds(61));
        await (await SendAsync(eve, Encoding.UTF8.GetBytes(_live.Xp("eve", 1)))).JsonAsync(202);
    }

    [Fact]
    public async Task Of_a_small_body_that_inflates_to_a_large_one_no_more_than_a_players_is_inflated_and_that_counts()
    {
        JsonElement eve = await KeyAsync("eve");
        byte[] large = Encoding.UTF8.GetBytes(_live.Xp("eve", 1) + new string(' ', 256 << 10)), zipped = Gzip(large);
        await (await SendAsync(eve, zipped, "gzip")).ProblemAsync(413, "payload-too-large");
        using HttpResponseMessage over = await SendAsync(eve, Encoding.UTF8.GetBytes(_live.Xp("eve", 1)));
        await over.ProblemAsync(429, "rate-limited");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await (await SendAsync(eve, large)).ProblemAsync(413, "payload-too-large");
        using HttpResponseMessage games = await _live.SignedAsync("gateway", "/v1/events", zipped, encoding: "gzip");
        await games.JsonAsync(202);
    }

    [Fact]
    public async Task What_was_sent_counts_where_nothing_comes_out_of_it()
    {
        JsonElement eve = await KeyAsync("eve");
        byte[] nothing = [.. Enumerable.Repeat(Nothing, 5_000).SelectMany(bytes => bytes)];
        await (await SendAsync(eve, nothing, "gzip")).ProblemAsync(400, "malformed-body");
        await (await SendAsync(eve, Encoding.UTF8.GetBytes(_live.Xp("eve", 1)))).ProblemAsync(429, "rate-limited");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await (await SendAsync(eve, nothing, "br")).ProblemAsync(415, "unsupported-encoding");
        await (await SendAsync(eve, Encoding.UTF8.GetBytes(_live.Xp("eve", 1)))).ProblemAsync(429, "rate-limited");
    }

    [Fact]
    public async Task A_body_that_holds_less_than_it_is_pays_nothing_back_of_what_is_rejected_in_it()
    {
        byte[] padding = [.. Enumerable.Repeat(Nothing, 1640).SelectMany(bytes => bytes)]; // 32 KiB that are nothing: nine of ten with the request itself
        foreach ((string player, int junk, int next) in new[] { ("ada", 0, 202), ("eve", 5, 429) })
        {
            JsonElement key = await KeyAsync(player);
            byte[] events = Encoding.UTF8.GetBytes($$"""{"events":[{{_live.Xp(player, 1)}}{{string.Concat(Enumerable.Repeat(",0", junk))}}]}""");
            JsonElement taken = await (await SendAsync(key, [.. padding, .. Gzip(events)], "gzip")).JsonAsync(202);
            Assert.Equal((1, junk), (taken.GetProperty("accepted").GetInt32(), taken.GetProperty("rejected").GetArrayLength()));
            using HttpResponseMessage over = await SendAsync(key, Encoding.UTF8.GetBytes(_live.Xp(player, 1)));
            Assert.Equal(next, (int)over.StatusCode);
        }
    }

    [Fact]
    public async Task A_thousand_events_at_once_are_no_more_than_a_player_may_send()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(_clock); // as it is by itself
        JsonElement eve = await KeyAsync("eve", live);
        byte[] body = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', Enumerable.Range(0, 1000).Select(_ => live.Xp("eve", 1)))}}]}""");
        for (int i = 0; i < 3; i++)
            await (await SendAsync(eve, body, live: live)).JsonAsync(202);
    }

    private async Task<JsonElement> KeyAsync(string player, LiveSystem? live = null)
    {
        using HttpResponseMessage made = await (live ?? _live).SignedAsync("gateway", $"/v1/players/{player}/keys", JsonSerializer.SerializeToUtf8Bytes(new { expiresAt = _clock.UtcNow.AddHours(1) }));
        return await made.JsonAsync(200);
    }

    private Task<HttpResponseMessage> SendAsync(JsonElement key, byte[] body, string? encoding = null, LiveSystem? live = null) => (live ?? _live).SignedAsync(
        "gateway", "/v1/events", body, secret: key.GetProperty("secret").GetString()!, key: key.GetProperty("key").GetString()!, encoding: encoding);

    private static byte[] Gzip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return zipped.ToArray();
    }
}
