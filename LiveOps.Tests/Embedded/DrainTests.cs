using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Gateway;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>Being told to stop with a request in hand.</summary>
public sealed class DrainTests
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
