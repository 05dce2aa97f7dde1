using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Ingest;

/// <summary>
/// Valid requests, changed at random. Whatever comes, the answer is one that the contract names, and never a 500. LIVEOPS_FUZZ sets how many
/// requests, LIVEOPS_SEED the seed.
/// </summary>
public sealed class Broken_requests
{
    private const int Pipelined = 32, Connections = 4;

    private static readonly HashSet<string> Known =
        [.. typeof(ProblemTypes).GetFields().Select(field => ((ProblemType)field.GetValue(null)!).Uri).Where(uri => uri != ProblemTypes.InternalError.Uri)];

    private static readonly string[] Pieces =
    [
        "null", "true", "{}", "[]", "[[[[[[[[", "{\"a\":", "-0", "1e999", "9007199254740993", "-9223372036854775809", "0.1", "\"\\ud800\"", "\"\\u0000\"", "\"\"",
        ",", ":", "\"id\":", "\"data\":{", "\"events\":[", "\"playerId\":1,", "}}", "]]", "\\", "\"", "\t", "/* */", "NaN", "xp_gained", "score_submitted", "\"quantity\":1e2",
    ];

    // What JSON can write in the place of any character, and what UTF-16 cannot hold.
    private static readonly string[] Escapes =
        ["\\u0061", "\\u002B", "\\u002e", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\udc00\\ud800", "\\uD800\\u0041", "\\u12", "\\x", "\u00ff"];

    private readonly int _seed = int.Parse(Environment.GetEnvironmentVariable("LIVEOPS_SEED") ?? "20261120", CultureInfo.InvariantCulture);
    private readonly int _count = int.Parse(Environment.GetEnvironmentVariable("LIVEOPS_FUZZ") ?? "200000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_changed_body_rightly_signed_gets_an_answer_of_the_contract()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        int[][] statuses = await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(() => SendBodiesAsync(live, connection, _count / Connections))));
        int[] all = [.. statuses.SelectMany(some => some)];
        Assert.Equal(_count / Connections * Connections, all.Length);
        Assert.Contains(202, all);
        Assert.Contains(400, all);
        await live.EventuallyAsync("gateway", "/readyz", said => said.GetProperty("status").GetString() == "ready");
        await live.AcceptAsync(live.Xp("after-the-storm", 5));
        await live.EventuallyAsync("progression", "/v1/players/after-the-storm", player => player.GetProperty("xp").GetInt64() == 5);
    }

    [Fact]
    public async Task Changed_bytes_anywhere_in_a_request_get_an_answer_of_the_contract_or_none()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        var random = new Random(_seed);
        for (int i = 0; i < Math.Max(2000, _count / 100); i++)
        {
            byte[] request = Mutate(random, Request(live, random, $"raw-{i}", out _));
            using var http = new RawHttp(live.Url("gateway", "/"));
            await http.ConnectAsync();
            await http.SendAsync(request);
            http.EndOfRequests();
            if (await http.ReadAsync() is { } answer)
                Check(answer, i);
        }

        await live.AcceptAsync(live.Xp("after-the-storm", 5));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n", "123456")]
    [InlineData("Content-Length: +5\r\n", "12345")]
    [InlineData("Content-Length: 5, 5\r\n", "12345")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\n12345\n0\n\n")]
    [InlineData("Content-Length: 3\r\n folded: yes\r\n", "123")]
    [InlineData("Content-Length : 3\r\n", "123")]
    public async Task Shapes_that_smuggle_a_second_request_are_refused_and_nothing_behind_them_is_answered(string headers, string body)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using var http = new RawHttp(live.Url("gateway", "/"));
        await http.ConnectAsync();
        string smuggled = "GET /v1/time HTTP/1.1\r\nHost: localhost\r\n\r\n";
        await http.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/events HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n{body}{smuggled}"));
        http.EndOfRequests();

        // A server that closes without reading on may reset the connection before its answer is read: no answer is a refusal too.
        if (await http.ReadAsync() is { } first)
            Assert.InRange(first.Status, 400, 499);
        while (await http.ReadAsync() is { } further)
            Assert.DoesNotContain("\"now\"", further.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_headers_is_refused()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        foreach (string flood in new[] { string.Concat(Enumerable.Range(0, 500).Select(i => $"x-{i}: y\r\n")), $"x: {new string('y', 100_000)}\r\n" })
        {
            using var http = new RawHttp(live.Url("gateway", "/"));
            await http.ConnectAsync();
            await http.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/events HTTP/1.1\r\nHost: localhost\r\n{flood}\r\n"));
            Assert.Equal(431, (await http.ReadAsync())?.Status);
        }
    }

    // Kestrel answers those itself, before there is a request, and has no place to say more.
    [Theory]
    [InlineData("no HTTP at all\r\n\r\n", 400, false)]
    [InlineData("GET /v1/{long} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, false)]
    [InlineData("GET /v1/time HTTP/1.1\r\n\r\n", 400, false)]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nwebhook-id: a\r\nwebhook-timestamp: 1\r\nwebhook-signature: v1,a\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n\r\n", 400, true)]
    public async Task What_the_server_refuses_before_there_is_a_request_has_a_status_alone_and_what_a_call_meets_is_a_problem(string request, int status, bool isProblem)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using var http = new RawHttp(live.Url("gateway", "/"));
        await http.ConnectAsync();
        await http.SendAsync(Encoding.ASCII.GetBytes(request.Replace("{long}", new string('x', 10_000), StringComparison.Ordinal)));
        (int Status, string Head, string Body) answer = Assert.NotNull(await http.ReadAsync());
        Assert.Equal((status, isProblem), (answer.Status, answer.Body.Contains("https://liveops.dev/problems/", StringComparison.Ordinal)));
    }

    private async Task<int[]> SendBodiesAsync(LiveSystem live, int connection, int count)
    {
        var random = new Random(_seed + connection);
        using var http = new RawHttp(live.Url("gateway", "/"));
        await http.ConnectAsync();
        var statuses = new List<int>(count);
        while (statuses.Count < count)
        {
            int now = Math.Min(Pipelined, count - statuses.Count);
            using var requests = new MemoryStream();
            for (int i = 0; i < now; i++)
                requests.Write(Request(live, random, $"f{connection}-{statuses.Count + i}", out _, mutateBody: true));
            await http.SendAsync(requests.ToArray());
            for (int i = 0; i < now; i++)
            {
                var answer = await http.ReadAsync();
                Assert.True(answer is not null, $"seed {_seed}, connection {connection}, request {statuses.Count}: no answer");
                Check(answer.Value, statuses.Count);
                statuses.Add(answer.Value.Status);
            }
        }

        return [.. statuses];
    }

    private void Check((int Status, string Head, string Body) answer, int request)
    {
        string where = $"seed {_seed}, request {request}: {answer.Status} {answer.Body}";
        Assert.True(answer.Status is 202 or 200 or (>= 400 and < 500) or 505, where);
        if (answer.Status == 202)
        {
            Assert.True(JsonDocument.Parse(answer.Body).RootElement.TryGetProperty("accepted", out _), where);
        }
        else if (answer.Body.Length > 0 && answer.Status != 200)
        {
            JsonElement problem = JsonDocument.Parse(answer.Body).RootElement;
            Assert.True(Known.Contains(problem.GetProperty("type").GetString()!), where);
            Assert.True(problem.GetProperty("status").GetInt32() == answer.Status, where);
        }
    }

    private static byte[] Request(LiveSystem live, Random random, string id, out byte[] body, bool mutateBody = false)
    {
        string[] events = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => random.Next(4) switch
        {
            0 => live.Xp($"fuzz-{random.Next(5000)}", random.Next(1, 200), $"{id}-{i}"),
            1 => live.Boss($"fuzz-{random.Next(5000)}", "dragon", $"{id}-{i}"),
            2 => live.Item($"fuzz-{random.Next(5000)}", "sword", 2, $"{id}-{i}"),
            _ => live.Score($"fuzz-{random.Next(5000)}", "arena", random.Next(100, 200), $"{id}-{i}"),
        })];
        body = Encoding.UTF8.GetBytes(events.Length == 1 ? events[0] : $$"""{"events":[{{string.Join(',', events)}}]}""");
        if (mutateBody)
            body = Mutate(random, body);
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string signature = StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, body);
        string head = $"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\nwebhook-id: {id}\r\nwebhook-timestamp: {now}\r\nwebhook-signature: {signature}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        var changed = new List<byte>(bytes);
        for (int changes = random.Next(0, 4); changes > 0 && changed.Count > 0; changes--)
        {
            int at = random.Next(changed.Count), length = Math.Min(random.Next(1, 20), changed.Count - at);
            switch (random.Next(9))
            {
                case 0:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 2:
                    changed.RemoveRange(at, length);
                    break;
                case 3:
                    changed.InsertRange(at, changed.GetRange(at, length));
                    break;
                case 4:
                    changed.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 5:
                    changed.RemoveRange(at, length);
                    changed.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 6: // a character in a text, or near one, gives way to an escape
                    int quote = changed.IndexOf((byte)'"', at);
                    at = quote >= 0 && quote + 1 < changed.Count ? quote + 1 : at;
                    changed.RemoveAt(at);
                    changed.InsertRange(at, Encoding.Latin1.GetBytes(Escapes[random.Next(Escapes.Length)]));
                    break;
                case 7: // the same character, written as an escape
                    byte same = changed[at];
                    changed.RemoveAt(at);
                    changed.InsertRange(at, Encoding.ASCII.GetBytes($"\\u{same:x4}"));
                    break;
                default:
                    changed.RemoveRange(at, changed.Count - at);
                    break;
            }
        }

        return [.. changed];
    }
}
