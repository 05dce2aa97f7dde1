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
        for (var patience = new Patience(); !await IsFinishedAsync();)
            Assert.False(patience.IsOver, "the rest of a request is never sent in time");
    }

    // False where the machine took longer to send the rest than a stopping system waits for it.
    private static async Task<bool> IsFinishedAsync()
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

            long told = Stopwatch.GetTimestamp();
            live.Signal("TERM");
            await live.SaysAsync("Stopping");
            int status = await RestAsync(client, body.AsMemory(10));
            TimeSpan took = Stopwatch.GetElapsedTime(told);
            Assert.Equal(0, await live.ExitAsync());
            if (status != 202 && took > TimeSpan.FromSeconds(2))
                return false;
            Assert.Equal(202, status);
        }

        using var again = LiveProcess.Start(folder.File("data"));
        await again.ReadyAsync();
        using var http = new HttpClient();
        JsonElement player = JsonDocument.Parse(await http.GetStringAsync(new Uri(again.Address("progression"), "/v1/players/late"))).RootElement;
        Assert.Equal(7, player.GetProperty("xp").GetInt64());
        return true;
    }

    // The status of the answer to it; 0 without one.
    private static async Task<int> RestAsync(RawHttp client, ReadOnlyMemory<byte> rest)
    {
        try
        {
            await client.SendAsync(rest);
            return (await client.ReadAsync())?.Status ?? 0;
        }
        catch (IOException)
        {
            return 0;
        }
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
        // Three for the telemetry; the rest is this machine's, which may be busy. It was 27.
        for (var patience = new Patience(); await StopAsync(protocol) > TimeSpan.FromSeconds(10);)
            Assert.False(patience.IsOver, "it never stops in time");
    }

    private static async Task<TimeSpan> StopAsync(string protocol)
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
        return Stopwatch.GetElapsedTime(told);
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
