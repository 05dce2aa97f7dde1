using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Ingest;

/// <summary>The answer table of the contract, row by row.</summary>
public sealed class The_answer_table(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task One_accepted_event_is_answered_exactly()
    {
        using var answer = await _live.SendAsync(_live.Xp("ans-1", 1));
        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"accepted":1,"duplicates":0,"rejected":[]}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_short_path_is_the_same_door()
    {
        using var answer = await _live.SignedAsync("gateway", "/events", Encoding.UTF8.GetBytes(_live.Xp("ans-1", 1)));
        await answer.JsonAsync(202);
    }

    [Fact]
    public async Task A_batch_of_which_some_are_accepted_lists_the_others_in_order()
    {
        using var answer = await _live.SendAsync($$"""{"events":[{"id":"nope","playerId":"ans-2"},{{_live.Xp("ans-2", 3)}},{{_live.Xp("ans-2", 200_000, "ans-2-huge")}},true]}""");
        JsonElement json = await answer.JsonAsync(202);
        Assert.Equal(1, json.GetProperty("accepted").GetInt32());
        JsonElement[] rejected = [.. json.GetProperty("rejected").EnumerateArray()];
        Assert.Equal([0, 2, 3], rejected.Select(item => item.GetProperty("index").GetInt32()));
        Assert.Equal(["nope", "ans-2-huge", null], rejected.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal([400, 403, 400], rejected.Select(item => item.GetProperty("status").GetInt32()));
        Assert.Equal("https://liveops.dev/problems/implausible-event", rejected[1].GetProperty("type").GetString());
        Assert.All(rejected, item => Assert.False(string.IsNullOrEmpty(item.GetProperty("detail").GetString())));
    }

    [Fact]
    public async Task One_rejected_event_is_its_own_problem()
    {
        using var answer = await _live.SendAsync(_live.Xp("ans-3", 100_001, "ans-3-huge"));
        JsonElement problem = await answer.ProblemAsync(403, "implausible-event");
        Assert.Equal("ans-3-huge", problem.GetProperty("rejected")[0].GetProperty("id").GetString());
        Assert.Equal("The event cannot be true. Its flag tells operators why.", problem.GetProperty("detail").GetString()); // and a cheat neither rule nor limit
        Assert.DoesNotContain("100000", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_whose_rejections_share_a_status_answers_with_it_and_else_with_422()
    {
        using var same = await _live.SendAsync($$"""{"events":[{{_live.Xp("ans-4", 100_001)}},{{_live.Xp("ans-4", 100_002)}}]}""");
        Assert.Equal(2, (await same.ProblemAsync(403, "implausible-event")).GetProperty("rejected").GetArrayLength());
        using var mixed = await _live.SendAsync($$"""{"events":[{{_live.Xp("ans-4b", 100_001)}},7]}""");
        Assert.Equal(2, (await mixed.ProblemAsync(422, "all-rejected")).GetProperty("rejected").GetArrayLength());
    }

    [Fact]
    public async Task A_player_over_the_rate_is_slowed_item_by_item_and_nobody_else_notices()
    {
        string[] flood = [.. Enumerable.Range(0, 400).Select(_ => _live.Xp("ans-flood", 1)), _live.Xp("ans-calm", 1)];
        using var answer = await _live.SendAsync($$"""{"events":[{{string.Join(',', flood)}}]}""");
        JsonElement json = await answer.JsonAsync(202);
        JsonElement[] rejected = [.. json.GetProperty("rejected").EnumerateArray()];
        Assert.InRange(rejected.Length, 200, 300); // burst 100, and what 50 a second give while it is judged
        Assert.All(rejected, item =>
        {
            Assert.Equal(429, item.GetProperty("status").GetInt32());
            Assert.Equal("https://liveops.dev/problems/rate-limited", item.GetProperty("type").GetString());
            Assert.InRange(item.GetProperty("retryAfter").GetInt32(), 1, 10);
            Assert.NotEqual(400, item.GetProperty("index").GetInt32());
        });
        using var over = await _live.SendAsync($$"""{"events":[{{string.Join(',', flood[..300].Select(_ => _live.Xp("ans-flood", 1)))}}]}""");
        if ((int)over.StatusCode == 429)
            Assert.NotNull(over.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"events\":[")]
    [InlineData("")]
    public async Task What_is_not_json_is_a_400(string body)
    {
        using var answer = await _live.SendAsync(body);
        await answer.ProblemAsync(400, "malformed-body");
    }

    [Fact]
    public async Task A_body_past_the_limit_is_a_413_also_when_its_length_is_not_told()
    {
        foreach (int size in new[] { (1 << 20) + 1, 4 << 20 })
            await IsTooLargeAsync(new byte[size]);
    }

    private async Task IsTooLargeAsync(byte[] large)
    {
        using var told = await _live.SignedAsync("gateway", "/v1/events", large);
        await told.ProblemAsync(413, "payload-too-large");
        using var http = new HttpClient(); // under headers that may be somebody's: else none of it is read
        foreach ((string name, string value) in new[] { ("webhook-id", "large"), ("webhook-timestamp", "1764000000"), ("webhook-signature", "v1,nothing") })
            http.DefaultRequestHeaders.Add(name, value);
        using var content = new StreamContent(new ForwardStream(large));
        using var untold = await http.PostAsync(_live.Url("gateway", "/v1/events"), content);
        await untold.ProblemAsync(413, "payload-too-large");
    }

    [Fact]
    public async Task A_batch_of_a_thousand_fits_and_one_more_is_a_413()
    {
        string Events(int count) => $$"""{"events":[{{string.Join(',', Enumerable.Range(0, count).Select(i => _live.Xp($"ans-many-{i % 500}", 1)))}}]}""";
        using var fits = await _live.SendAsync(Events(1000));
        Assert.Equal(1000, (await fits.JsonAsync(202)).GetProperty("accepted").GetInt32());
        using var over = await _live.SendAsync(Events(1001));
        await over.ProblemAsync(413, "payload-too-large");
    }

    [Fact]
    public async Task Gzip_is_signed_as_sent_and_inflated()
    {
        using var answer = await _live.SignedAsync("gateway", "/v1/events", Zip(Encoding.UTF8.GetBytes(_live.Xp("ans-zip", 9))), encoding: "gzip");
        await answer.JsonAsync(202);
        await _live.EventuallyAsync("progression", "/v1/players/ans-zip", player => player.GetProperty("xp").GetInt64() == 9);
    }

    [Fact]
    public async Task A_small_body_that_inflates_past_the_limit_is_a_413()
    {
        using var answer = await _live.SignedAsync("gateway", "/v1/events", Zip(new byte[(8 << 20) + 1]), encoding: "gzip");
        await answer.ProblemAsync(413, "payload-too-large");
    }

    [Fact]
    public async Task What_is_no_gzip_is_a_400_and_another_encoding_a_415()
    {
        byte[] body = Encoding.UTF8.GetBytes(_live.Xp("ans-zip-cut", 9));
        using var plain = await _live.SignedAsync("gateway", "/v1/events", body, encoding: "gzip");
        await plain.ProblemAsync(400, "malformed-body");
        byte[] zipped = Zip(body), other = (byte[])zipped.Clone();
        other[^8] ^= 1;
        byte[][] broken =
        [
            zipped[..^12], zipped[..^8], zipped[..^5], zipped[..^1], other, // cut before the trailer, in it; another checksum
            [.. zipped, 0], [.. zipped, .. new byte[8]], [.. zipped, .. "garbage"u8], [.. zipped, .. zipped[..^1]],
        ];
        foreach (byte[] one in broken)
        {
            using var damaged = await _live.SignedAsync("gateway", "/v1/events", one, encoding: "gzip");
            await damaged.ProblemAsync(400, "malformed-body");
        }

        using (var whole = await _live.SignedAsync("gateway", "/v1/events", zipped, encoding: "gzip"))
            Assert.Equal(1, (await whole.JsonAsync(202)).GetProperty("accepted").GetInt32()); // of the broken ones nothing was
        byte[] next = Encoding.UTF8.GetBytes(_live.Xp("ans-zip-members", 9));
        using (var members = await _live.SignedAsync("gateway", "/v1/events", [.. Zip(next[..20]), .. Zip(next[20..])], encoding: "gzip"))
            await members.JsonAsync(202); // a gzip file may have several (RFC 1952, 2.2)
        using var brotli = await _live.SignedAsync("gateway", "/v1/events", body, encoding: "br");
        await brotli.ProblemAsync(415, "unsupported-encoding");
        Assert.Contains("gzip", brotli.Headers.GetValues("Accept-Encoding"));
    }

    [Fact]
    public async Task Other_paths_and_methods_are_problems_too()
    {
        using var nowhere = await _live.GetAsync("gateway", "/v2/events");
        await nowhere.ProblemAsync(404, "not-found");
        using var method = await _live.GetAsync("gateway", "/v1/events");
        await method.ProblemAsync(405, "method-not-allowed");
    }

    [Fact]
    public async Task The_time_is_told()
    {
        DateTimeOffset now = (await _live.JsonAsync("gateway", "/v1/time")).GetProperty("now").GetDateTimeOffset();
        Assert.InRange(DateTimeOffset.UtcNow - now, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, now.Offset);
    }

    private static byte[] Zip(byte[] body)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
            gzip.Write(body);
        return to.ToArray();
    }

    /// <summary>Has no length, so that it is sent in chunks.</summary>
    private sealed class ForwardStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
