using System.IO.Compression;
using System.Net.Http.Headers;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Pages;

/// <summary>Pages of many rows, for who asks for them compressed.</summary>
public sealed class Compressed_pages
{
    [Fact]
    public async Task A_page_of_a_thousand_rows_is_compressed_for_who_asks_and_each_form_has_its_own_tag()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync([.. Enumerable.Range(0, 1000).Select(player => live.Score($"player-{player}", "large", player))]);
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/large/all", page => page.GetProperty("total").GetInt32() == 1000);
        const string Large = "/v1/leaderboards/large/all?limit=1000", Around = "/v1/leaderboards/large/all/players/player-500/around?limit=1000";

        (HttpResponseMessage plain, byte[] plainBody) = await GetAsync(live, Large, null);
        (HttpResponseMessage packed, byte[] packedBody) = await GetAsync(live, Large, "br, gzip;q=0.8");
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], plain.Headers.Vary);
        Assert.Equal(["Accept-Encoding"], packed.Headers.Vary);
        Assert.True(packedBody.Length * 4 < plainBody.Length, $"{packedBody.Length} of {plainBody.Length} bytes");
        Assert.Equal(packedBody.Length, packed.Content.Headers.ContentLength);
        Assert.Equal(plainBody, Inflate(packedBody));
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
        foreach (EntityTagHeaderValue tag in new[] { plain.Headers.ETag!, packed.Headers.ETag! })
        {
            (HttpResponseMessage same, byte[] nothing) = await GetAsync(live, Large, "gzip", tag);
            Assert.Equal((304, 0), ((int)same.StatusCode, nothing.Length));
        }

        foreach (string refusing in new[] { "gzip;q=0", "*;q=0", "identity", "br", "gzip;q=0, *" })
            Assert.Equal(plainBody, (await GetAsync(live, Large, refusing)).Body);
        Assert.Equal(plainBody, Inflate((await GetAsync(live, Large, "*")).Body));
        Assert.Equal((await GetAsync(live, Around, null)).Body, Inflate((await GetAsync(live, Around, "gzip")).Body));
        (HttpResponseMessage small, byte[] smallBody) = await GetAsync(live, "/v1/leaderboards/large/all?limit=5", "gzip");
        Assert.Empty(small.Content.Headers.ContentEncoding);
        Assert.InRange(smallBody.Length, 1, GzipAnswers.MinBytes);
    }

    private static async Task<(HttpResponseMessage Answer, byte[] Body)> GetAsync(LiveSystem live, string path, string? encodings, EntityTagHeaderValue? tag = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, live.Url("leaderboard", path));
        if (encodings is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
        if (tag is not null)
            request.Headers.IfNoneMatch.Add(tag);
        HttpResponseMessage answer = await http.SendAsync(request);
        return (answer, await answer.Content.ReadAsByteArrayAsync());
    }

    private static byte[] Inflate(byte[] body)
    {
        using var inflated = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress))
            gzip.CopyTo(inflated);
        return inflated.ToArray();
    }
}
