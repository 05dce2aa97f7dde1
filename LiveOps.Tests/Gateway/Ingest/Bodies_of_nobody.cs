using System.Globalization;
using System.Net;
using System.Text;
using LiveOps.Gateway.Bodies;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Gateway.Ingest;

/// <summary>Bodies of which nobody knows yet whether they are signed.</summary>
public sealed class Bodies_of_nobody
{
    private const string Large = "Content-Length: 1048576\r\n", Forged = "webhook-id: forged\r\nwebhook-timestamp: 1764000000\r\nwebhook-signature: v1,nothing\r\n";

    [Theory]
    [InlineData("", 401, "missing-signature")]
    [InlineData("webhook-id: a\r\nwebhook-timestamp: 1764000000\r\n", 401, "missing-signature")]
    [InlineData("webhook-id: a b\r\nwebhook-timestamp: 1764000000\r\nwebhook-signature: v1,nothing\r\n", 400, "invalid-parameter")]
    [InlineData("webhook-id: a\r\nwebhook-timestamp: now\r\nwebhook-signature: v1,nothing\r\n", 401, "bad-signature")]
    [InlineData(Forged + "liveops-key: console\r\n", 401, "unknown-key")]
    [InlineData(Forged + "liveops-key: p.ada.1\r\n", 401, "expired-key")]
    [InlineData(Forged + "liveops-key: p.ada.99999999999\r\n", 401, "unknown-key")]
    public async Task A_large_one_is_not_read_under_headers_that_can_be_nobodys(string headers, int status, string problem)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using RawHttp http = await BeginAsync(live, Large + headers);
        (int Status, string Head, string Body) answer = Assert.NotNull(await http.ReadAsync()); // and nothing of the body was sent
        Assert.Equal(status, answer.Status);
        Assert.Contains($"https://liveops.dev/problems/{problem}\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_than_a_bound_is_held_of_them_while_others_are_taken()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(new ManualClock(), ("GATEWAY_UNVERIFIED_MIB", "2")); // one of this address
        byte[] part = new byte[600 << 10], rest = new byte[(1 << 20) - part.Length];
        RawHttp[] two = [await BeginAsync(live, Large + Forged), await BeginAsync(live, Large + Forged)];
        foreach (RawHttp one in two)
            await one.SendAsync(part);
        Task<(int Status, string Head, string Body)?>[] answers = [.. two.Select(one => one.ReadAsync())];
        int refused = Array.IndexOf(answers, await Task.WhenAny(answers)), held = 1 - refused;
        (int Status, string Head, string Body) answer = Assert.NotNull(await answers[refused]);
        Assert.Equal(503, answer.Status);
        Assert.Contains("Retry-After: 1", answer.Head, StringComparison.Ordinal);
        Assert.Contains("Too many other bodies are being read; nothing was accepted.", answer.Body, StringComparison.Ordinal);

        // What came with its headers takes no place, and a large one that is signed finds what is left.
        await live.AcceptAsync(live.Xp("small", 1));
        await live.AcceptAsync([.. Enumerable.Range(0, 500).Select(n => live.Xp($"large-{n}", 1))]);

        Assert.False(answers[held].IsCompleted);
        await two[held].SendAsync(rest);
        Assert.Equal(401, (await answers[held])?.Status);
        using RawHttp again = await BeginAsync(live, Large + Forged);
        await again.SendAsync(new byte[1 << 20]);
        Assert.Equal(401, (await again.ReadAsync())?.Status);
        foreach (RawHttp one in two)
            one.Dispose();
    }

    [Fact]
    public async Task One_that_comes_too_slowly_is_let_go_of()
    {
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock);
        using RawHttp http = await BeginAsync(live, Large + Forged + "Expect: 100-continue\r\n");
        Assert.Equal(100, (await http.ReadAsync())?.Status); // now it is being read
        await http.SendAsync(new byte[64]);
        clock.Advance(UnverifiedBodies.Grace + TimeSpan.FromSeconds((1 << 20) / UnverifiedBodies.MinBytesPerSecond));
        (int Status, string Head, string Body) answer = Assert.NotNull(await http.ReadAsync());
        Assert.Equal(503, answer.Status);
        Assert.Contains("The body came too slowly; nothing was accepted.", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_stands_still_before_its_last_byte_has_its_place_for_seconds_alone()
    {
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("GATEWAY_UNVERIFIED_MIB", "2")); // one of this address
        using RawHttp http = await BeginAsync(live, Large + Forged);
        await http.SendAsync(new byte[(1 << 20) - 1]);
        // More than the server reads together with its headers: what comes with them takes no place.
        byte[] batch = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', Enumerable.Range(0, 100).Select(n => live.Xp($"large-{n}", 1)))}}]}{{new string(' ', 128 << 10)}}""");
        for (var patience = new Patience(); ;)
        {
            using HttpResponseMessage full = await live.SignedAsync("gateway", "/v1/events", batch);
            if (full.StatusCode == HttpStatusCode.ServiceUnavailable)
                break;
            Assert.False(patience.IsOver);
        }

        clock.Advance(UnverifiedBodies.Grace + TimeSpan.FromSeconds(UnverifiedBodies.Step / UnverifiedBodies.MinBytesPerSecond));
        Assert.Equal(503, (await http.ReadAsync())?.Status);
        for (var patience = new Patience(); ;)
        {
            using HttpResponseMessage taken = await live.SignedAsync("gateway", "/v1/events", batch);
            if (taken.StatusCode == HttpStatusCode.Accepted)
                break;
            Assert.False(patience.IsOver);
        }
    }

    [Fact]
    public void One_address_has_half_of_what_there_is_and_all_of_them_no_more_than_that()
    {
        var all = new UnverifiedBodies(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("GATEWAY_UNVERIFIED_MIB", (string?)"2")]).Build());
        IPAddress one = IPAddress.Parse("192.0.2.1"), other = IPAddress.Parse("192.0.2.2"), third = IPAddress.Parse("192.0.2.3");
        UnverifiedBodies.Body first = all.Begin(one), more = all.Begin(one), others = all.Begin(other), thirds = all.Begin(third);
        Assert.True(first.TryHold(1 << 19) && first.TryHold(1 << 20) && first.TryHold(1 << 10));
        Assert.False(more.TryHold(1));
        Assert.True(more.IsRefused && !first.IsRefused);
        Assert.True(others.TryHold(1 << 20));
        Assert.False(thirds.TryHold(1));
        first.Release();
        first.Release();
        Assert.True(all.Begin(third).TryHold(1 << 20));
        Assert.False(all.Begin(one).TryHold(1));
    }

    private static async Task<RawHttp> BeginAsync(LiveSystem live, string headers)
    {
        var http = new RawHttp(live.Url("gateway", "/"));
        await http.ConnectAsync();
        await http.SendAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST /v1/events HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")));
        return http;
    }
}
