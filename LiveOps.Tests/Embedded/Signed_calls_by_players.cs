using System.Text;
using System.Text.Json;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Embedded;

/// <summary>Every signed call of the composed system takes players' keys, whichever service has it, and none that an erasure revoked.</summary>
public sealed class Signed_calls_by_players
{
    private static readonly string[] Services = ["gateway", "fairness", "progression", "leaderboard"];
    private static readonly DateTimeOffset Expiry = DateTimeOffset.UtcNow.AddDays(1);

    [Fact]
    public async Task Every_signed_call_knows_a_players_key_and_refuses_it_alike_once_the_player_was_erased()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        (string Service, string Path)[] calls = [.. Services.SelectMany(service => Signed(live, service))];
        Assert.Superset(new HashSet<string> { "gateway", "progression", "leaderboard" }, calls.Select(call => call.Service).ToHashSet());
        JsonElement key = await KeyAsync(live, "ada");
        foreach ((string service, string path) in calls)
        {
            using HttpResponseMessage answer = await SignAsync(live, key, service, path, "");
            Assert.True((int)answer.StatusCode is not (401 or >= 500), $"{service} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        using (HttpResponseMessage erased = await live.OperateAsync(HttpMethod.Delete, "progression", "/v1/players/ada"))
            Assert.Equal(204, (int)erased.StatusCode);
        for (var patience = new Patience(); (await KeyAsync(live, "ada")).GetProperty("secret").GetString() == key.GetProperty("secret").GetString(); await Task.Delay(10, TestContext.Current.CancellationToken))
            Assert.False(patience.IsOver, "the keys were never revoked");
        foreach ((string service, string path) in calls)
        {
            using HttpResponseMessage answer = await SignAsync(live, key, service, path, "");
            await answer.ProblemAsync(401, "bad-signature");
        }
    }

    [Fact]
    public async Task A_player_enters_a_live_event_and_nobody_else_in_it()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        string from = $"{DateTime.UtcNow.AddHours(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}", to = $"{DateTime.UtcNow.AddHours(5):yyyy-MM-dd'T'HH:mm:ss'Z'}";
        var document = new { liveEvents = new[] { new { id = "rush", opensAt = from, closesAt = to, board = new { }, entry = new { mode = "join" } } } };
        using (HttpResponseMessage made = await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/policies/live-events?reason=a+test", document, ifMatch: "\"0\""))
            await made.JsonAsync(200);
        JsonElement key = await KeyAsync(live, "ada");
        foreach (string body in new[] { "", """{"event":"rush","playerId":"ada"}""" })
        {
            using HttpResponseMessage entered = await SignAsync(live, key, "leaderboard", "/v1/live-events/rush/players/ada", body);
            Assert.Equal("ada", (await entered.JsonAsync(200)).GetProperty("playerId").GetString());
        }

        using HttpResponseMessage other = await SignAsync(live, key, "leaderboard", "/v1/live-events/rush/players/bob", "");
        await other.ProblemAsync(403, "not-your-player");
        Assert.Equal(1, (await live.JsonAsync("leaderboard", "/v1/live-events/rush")).GetProperty("entrants").GetInt32());
    }

    private static IEnumerable<(string Service, string Path)> Signed(LiveSystem live, string service) => live.Services(service).GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<SignedCall>() is not null)
        .Select(endpoint => (service, "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{id}", "ada", StringComparison.Ordinal).Replace("{event}", "e", StringComparison.Ordinal).Replace("{reward}", "r", StringComparison.Ordinal)));

    // Until the same time each time: asked for again the key is the same, unless it was revoked.
    private static async Task<JsonElement> KeyAsync(LiveSystem live, string player)
    {
        using HttpResponseMessage answer = await live.SignedAsync("gateway", $"/v1/players/{player}/keys", JsonSerializer.SerializeToUtf8Bytes(new { expiresAt = Expiry }));
        return await answer.JsonAsync(200);
    }

    private static Task<HttpResponseMessage> SignAsync(LiveSystem live, JsonElement key, string service, string path, string body) =>
        live.SignedAsync(service, path, Encoding.UTF8.GetBytes(body), secret: key.GetProperty("secret").GetString()!, key: key.GetProperty("key").GetString());
}
