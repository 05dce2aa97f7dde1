extern alias receivers;

using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Gateway.Webhooks;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.Cluster;

/// <summary>Webhooks of a real cluster, to a receiver of the test's own: each thing that happens is told, signed, each player's in order, whatever is killed or lost meanwhile.</summary>
[Collection(nameof(Clusters))]
public sealed class Notices_in_a_cluster
{
    private const int Players = 6;

    private static readonly HttpClient Http = new() { Timeout = Patience.Whole };

    private readonly ConcurrentDictionary<string, int> _levels = [];

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_happens_is_told_once_each_whoever_sends_and_whatever_is_lost(SqlKind kind)
    {
        await using ClusterSystem cluster = await ClusterSystem.StartAsync(
            kind, replicas: 2, ("BUS_CLAIM_AFTER_SECONDS", "2"), ("ROLLOVER_SETTLE_SECONDS", "1"), ("WEBHOOK_PRIVATE_HOSTS", "localhost"));
        await using Receiver receiver = await Receiver.StartAsync();
        string secret = await MakeAsync(cluster, receiver);

        // Each kind of thing, in each service.
        await RaiseAsync(cluster, 0, "ada", 2000);
        await SendAsync(cluster, 1, Event("score-carl", "carl", "score_submitted", """{"board":"quick","score":5}"""));
        await OperateAsync(cluster.Of("fairness", 1), HttpMethod.Put, "/v1/players/ada/block", new { until = DateTimeOffset.UtcNow.AddHours(1), reason = "a test" });
        await OperateAsync(cluster.Of("progression"), HttpMethod.Post, "/v1/players/ada/grants", new { id = "outage-1", reason = "sorry", xp = 5 }, 404);
        await ChangeAsync(cluster, "progression", "progression");
        await ChangeAsync(cluster, "gateway", "intake"); // of the gateways' own
        await OperateAsync(cluster.Of("leaderboard", 1), HttpMethod.Post, "/v1/leaderboards/quick/daily/rollover", null, 404);
        Received[] got = await WaitAsync(cluster, receiver, ["level.reached", "reward.granted", "player.blocked", "player.granted", "policy.changed", "period.closed"]);
        Assert.Equal("/liveops/gateway", (await receiver.WaitAsync(1, one => one.Type == "policy.changed" && one.Subject == "intake"))[0].Event.GetProperty("source").GetString());
        Received closed = got.First(one => one.Type == "period.closed");
        Assert.StartsWith("quick/daily/", closed.Subject, StringComparison.Ordinal);

        // Whoever sends is killed, then the other one.
        for (int replica = 0; replica < 2; replica++)
        {
            cluster.Of("gateway", replica).Kill();
            await RaiseAllAsync(cluster, 1 - replica);
            await ArrivedAsync(cluster, receiver);
            cluster.Of("gateway", replica).Start();
            await cluster.Of("gateway", replica).ReadyAsync();
        }

        // A Redis that has lost all, and consumers that are killed as they apply.
        await cluster.Cache.FlushAsync();
        await RaiseAllAsync(cluster, 0);
        cluster.Of("progression").Kill();
        await RaiseAllAsync(cluster, 1);
        cluster.Of("progression").Start();
        await cluster.Of("progression").ReadyAsync();
        await ArrivedAsync(cluster, receiver);

        foreach (Received one in receiver.All)
            Verify(secret, one);
        foreach (IGrouping<string, Received> same in receiver.All.GroupBy(one => one.Id))
            Assert.Single(same.Select(one => Encoding.UTF8.GetString(one.Body)).Distinct());
        foreach (IGrouping<string, Received> player in receiver.All.Where(one => one.Type == "level.reached").GroupBy(one => one.Subject))
        {
            int[] levels = [.. player.DistinctBy(one => one.Id).Select(one => one.Data.GetProperty("level").GetInt32())];
            Assert.Equal(levels.Order().Distinct(), levels);
        }

        // Who is erased is forgotten in what was sent.
        await OperateAsync(cluster.Of("progression"), HttpMethod.Delete, "/v1/players/p0", null);
        for (var patience = new Patience(); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            JsonElement page = await OperateAsync(cluster.Of("gateway", 1), HttpMethod.Get, "/v1/webhooks/game/deliveries?subject=p0", null);
            if (page.GetProperty("deliveries").GetArrayLength() == 0)
                break;
            Assert.False(patience.IsOver, page.ToString());
        }
    }

    private static async Task<string> MakeAsync(ClusterSystem cluster, Receiver receiver)
    {
        JsonElement made = await OperateAsync(cluster.Of("gateway"), HttpMethod.Put, "/v1/webhooks/game", new { url = receiver.Localhost });
        JsonElement known = await OperateAsync(cluster.Of("gateway", 1), HttpMethod.Get, "/v1/webhooks/game", null);
        Assert.Equal(receiver.Localhost, known.GetProperty("url").GetString());
        JsonElement audit = await OperateAsync(cluster.Of("gateway", 1), HttpMethod.Get, "/v1/audit?kind=webhook", null);
        Assert.Equal("make", audit.GetProperty("entries")[0].GetProperty("action").GetString());
        return made.GetProperty("secret").GetString()!;
    }

    private static async Task ChangeAsync(ClusterSystem cluster, string service, string document)
    {
        for (var patience = new Patience(); ; await Task.Delay(100))
        {
            using HttpRequestMessage asked = Request(cluster.Of(service), HttpMethod.Get, $"/v1/policies/{document}", null);
            using HttpResponseMessage rules = await Http.SendAsync(asked);
            using HttpRequestMessage change = Request(cluster.Of(service, 1), HttpMethod.Put, $"/v1/policies/{document}?reason=why", null);
            change.Content = new ByteArrayContent(await rules.Content.ReadAsByteArrayAsync());
            change.Headers.TryAddWithoutValidation("If-Match", rules.Headers.ETag?.ToString() ?? "*");
            using HttpResponseMessage changed = rules.IsSuccessStatusCode ? await Http.SendAsync(change) : new HttpResponseMessage(rules.StatusCode);
            if (changed.IsSuccessStatusCode)
                return;
            // 412: the one before was made, though it was not known.
            Assert.True((int)changed.StatusCode is 503 or 412 && !patience.IsOver, $"{(int)changed.StatusCode} {await changed.Content.ReadAsStringAsync()}");
        }
    }

    private async Task RaiseAllAsync(ClusterSystem cluster, int gateway)
    {
        for (int player = 0; player < Players; player++)
            await RaiseAsync(cluster, gateway, $"p{player}", 90_000);
    }

    // Each is worth a level at least.
    private async Task RaiseAsync(ClusterSystem cluster, int gateway, string player, int xp)
    {
        await SendAsync(cluster, gateway, Event(LiveSystem.NewId("xp"), player, "xp_gained", string.Create(CultureInfo.InvariantCulture, $$"""{"amount":{{xp}}}""")));
        _levels.AddOrUpdate(player, 1, (_, count) => count + 1);
    }

    private async Task ArrivedAsync(ClusterSystem cluster, Receiver receiver)
    {
        for (var patience = new Patience(); !_levels.All(player => receiver.All.Where(one => one.Type == "level.reached" && one.Subject == player.Key).DistinctBy(one => one.Id).Count() >= player.Value); await Task.Delay(20))
            Assert.False(patience.IsOver, string.Join(' ', receiver.All.Select(one => $"{one.Type} {one.Subject}")) + "\n" + cluster.Output);
    }

    private static async Task<Received[]> WaitAsync(ClusterSystem cluster, Receiver receiver, string[] types)
    {
        for (var patience = new Patience(); !types.All(type => receiver.All.Any(one => one.Type == type)); await Task.Delay(20))
            Assert.False(patience.IsOver, string.Join(' ', receiver.All.Select(one => $"{one.Type} {one.Subject}")) + "\n" + cluster.Output);
        return [.. receiver.All];
    }

    private static void Verify(string secret, Received got)
    {
        var headers = new HeaderDictionary();
        foreach ((string name, string value) in got.Headers)
            headers[name] = value;
        new receivers::StandardWebhooks.StandardWebhook(secret).Verify(Encoding.UTF8.GetString(got.Body), headers);
    }

    // Now: a period that is over takes no score.
    private static string Event(string id, string player, string type, string data) =>
        $$"""{"id":"{{id}}","playerId":"{{player}}","type":"{{type}}","occurredAt":"{{DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}","data":{{data}}}""";

    // Again and again under the same id until it is acknowledged.
    private static async Task SendAsync(ClusterSystem cluster, int gateway, string one)
    {
        string id = LiveSystem.NewId("request");
        byte[] body = Encoding.UTF8.GetBytes(one);
        for (var patience = new Patience(); ; await Task.Delay(100))
        {
            long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cluster.Of("gateway", gateway).Address, "/v1/events")) { Content = new ByteArrayContent(body) };
            request.Headers.Add(StandardWebhooks.IdHeader, id);
            request.Headers.Add(StandardWebhooks.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, body));
            string answered;
            try
            {
                using HttpResponseMessage answer = await Http.SendAsync(request);
                answered = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
                if ((int)answer.StatusCode == 202)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                answered = e.Message;
            }

            Assert.False(patience.IsOver, answered + "\n" + cluster.Output);
        }
    }

    // A status that passes by itself is waited for: effects follow.
    private static async Task<JsonElement> OperateAsync(ServiceProcess service, HttpMethod method, string path, object? body, int passing = 503)
    {
        bool wasUnclear = false;
        for (var patience = new Patience(); ; await Task.Delay(100))
        {
            using HttpRequestMessage request = Request(service, method, path, body);
            using HttpResponseMessage answer = await Http.SendAsync(request);
            string text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
            if (wasUnclear && text.Contains("nothing-to-roll-over", StringComparison.Ordinal))
                return default; // done by the one before, whose answer was lost
            wasUnclear |= (int)answer.StatusCode == 503;
            Assert.True((int)answer.StatusCode is 503 or 409 || (int)answer.StatusCode == passing, $"{method} {path}: {(int)answer.StatusCode} {text}");
            Assert.False(patience.IsOver, $"{method} {path}: {(int)answer.StatusCode} {text}\n{service.Output}");
        }
    }

    private static HttpRequestMessage Request(ServiceProcess service, HttpMethod method, string path, object? body)
    {
        var request = new HttpRequestMessage(method, new Uri(service.Address, path)) { Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        return request;
    }
}
