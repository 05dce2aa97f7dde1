using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Gateway;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>Being told to stop with a request in hand.</summary>
public sealed class Stopping_with_requests_in_hand
{
    [Fact]
    public async Task A_request_in_hand_is_finished_answered_and_kept()
    {
        using var folder = new TempFolder();
        using (var live = LiveProcess.Start(folder.File("data")))
        {
            await live.ReadyAsync();
            using var client = new RawHttp(live.Address("gateway"));
            await client.ConnectAsync();

            // One before it, so that all the code is there: a slow machine may take longer to make it than a stopping system waits.
            byte[] first = Body("first", "early");
            await client.SendAsync(Head(first, "first"));
            Assert.Equal(100, (await client.ReadAsync())!.Value.Status);
            await client.SendAsync(first);
            Assert.Equal(202, (await client.ReadAsync())!.Value.Status);

            byte[] body = Body("e", "late");
            await client.SendAsync(Head(body));
            Assert.Equal(100, (await client.ReadAsync())!.Value.Status); // the gateway waits for the body
            await client.SendAsync(body.AsMemory(0, 10));

            live.Signal("TERM");
            await live.SaysAsync("Stopping");
            await client.SendAsync(body.AsMemory(10));

            Assert.Equal(202, (await client.ReadAsync())!.Value.Status);
            Assert.Equal(0, await live.ExitAsync());
        }

        using var again = LiveProcess.Start(folder.File("data"));
        await again.ReadyAsync();
        using var http = new HttpClient();
        JsonElement player = JsonDocument.Parse(await http.GetStringAsync(new Uri(again.Address("progression"), "/v1/players/late"))).RootElement;
        Assert.Equal(7, player.GetProperty("xp").GetInt64());
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_keep_it_from_stopping()
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File("data"));
        await live.ReadyAsync();
        using var client = new RawHttp(live.Address("gateway"));
        await client.ConnectAsync();
        await client.SendAsync(Head(new byte[100]));
        Assert.Equal(100, (await client.ReadAsync())!.Value.Status);

        live.Signal("TERM");

        Assert.Equal(0, await live.ExitAsync());
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_collector_that_takes_connections_and_never_answers_holds_a_stop_up_for_three_seconds_at_the_most(string protocol)
    {
        using var folder = new TempFolder();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        string collector = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        using var live = LiveProcess.Start(folder.File("data"), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
        await live.ReadyAsync();
        using var http = new HttpClient();
        foreach (string service in new[] { "gateway", "fairness", "progression", "leaderboard" })
            (await http.GetAsync(new Uri(live.Address(service), "/nothing"))).Dispose(); // each has a span to send

        long told = Stopwatch.GetTimestamp();
        live.Signal("TERM");
        Assert.Equal(0, await live.ExitAsync());
        // Three for the telemetry; the rest is this machine's, which may be busy. It was 27.
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static byte[] Body(string id, string player) =>
        Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","playerId":"{{player}}","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":7} }""");

    private static byte[] Head(byte[] body, string id = "drain")
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string signature = StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, body);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
            POST /v1/events HTTP/1.1
            Host: localhost
            Content-Type: application/json
            Content-Length: {body.Length}
            Expect: 100-continue
            webhook-id: {id}
            webhook-timestamp: {now}
            webhook-signature: {signature}


            """).ReplaceLineEndings("\r\n"));
    }
}
