using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cluster;

/// <summary>
/// Clients that send numbered batches, each again and again until it is acknowledged, now to this gateway, now to that. What a batch holds
/// follows from its number, so what must come of all of them is known.
/// </summary>
internal sealed class ClusterLoad(ClusterSystem cluster, int gateways) : IAsyncDisposable
{
    public const int Players = 16;
    private const int Clients = 4, EventsPerBatch = 10;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<int, int> _acknowledged = new();
    private Task[] _clients = [];
    private int _next;

    /// <summary>Batches acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    public void Start() => _clients = [.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => SendAsync(client)))];

    /// <summary>Waits until so many more are acknowledged.</summary>
    public async Task MoreAsync(int batches)
    {
        int wanted = Acknowledged + batches;
        for (var patience = new Patience(); Acknowledged < wanted;)
        {
            Assert.False(_clients.Any(client => client.IsFaulted), _clients.FirstOrDefault(client => client.IsFaulted)?.Exception?.ToString());
            Assert.False(patience.IsOver, $"no more than {Acknowledged} batches are acknowledged:\n" + cluster.Output);
            await Task.Delay(20);
        }
    }

    /// <summary>Begins no more batches, and waits until each that was begun is acknowledged.</summary>
    public async Task FinishAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients).WaitAsync(Patience.Whole);
    }

    /// <summary>The XP a player must have; and the score on the board of sums, and their best on the other.</summary>
    public (long Xp, long Sum, long Best) Of(int player)
    {
        long xp = 0, sum = 0, best = 0;
        foreach (int batch in _acknowledged.Keys)
        {
            for (int i = 0; i < EventsPerBatch; i++)
            {
                if (PlayerOf(batch, i) != player)
                    continue;
                xp += XpOf(batch, i);
                sum++;
                best = Math.Max(best, ScoreOf(batch, i));
            }
        }

        return (xp, sum, best);
    }

    /// <summary>Waits until a replica tells for every player what must have come of it all, and nothing else.</summary>
    public async Task EverythingCountsOnceAsync(int replica)
    {
        Uri progression = cluster.Of("progression", replica).Address, leaderboard = cluster.Of("leaderboard", replica).Address;
        for (int player = 0; player < Players; player++)
        {
            (long xp, long sum, long best) = Of(player);
            await BecomesAsync(new Uri(progression, $"/v1/players/p{player}"), "xp", xp);
            await BecomesAsync(new Uri(leaderboard, $"/v1/leaderboards/sums/all/players/p{player}"), "score", sum);
            await BecomesAsync(new Uri(leaderboard, $"/v1/leaderboards/bests/all/players/p{player}"), "score", best);
        }

        // Ranks too: a page holds everybody, best first, and says the same as each player's own.
        using var http = new HttpClient();
        JsonElement page = JsonDocument.Parse(await http.GetStringAsync(new Uri(leaderboard, "/v1/leaderboards/bests/all?limit=100"))).RootElement;
        JsonElement[] entries = [.. page.GetProperty("entries").EnumerateArray()];
        Assert.Equal(Players, entries.Length);
        Assert.Equal(Enumerable.Range(1, entries.Length), entries.Select(entry => entry.GetProperty("rank").GetInt32()));
        Assert.Equal(entries.Select(entry => entry.GetProperty("score").GetInt64()).OrderDescending(), entries.Select(entry => entry.GetProperty("score").GetInt64()));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience.Whole);
        _stop.Dispose();
    }

    // Effects follow; a sum that is too large never becomes right.
    private async Task BecomesAsync(Uri url, string property, long wanted)
    {
        using var http = new HttpClient();
        string last = "";
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(20))
        {
            using HttpResponseMessage answer = await http.GetAsync(url);
            last = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode && JsonDocument.Parse(last).RootElement.GetProperty(property).GetInt64() == wanted)
                return;
        }

        Assert.Fail($"{url}: {property} never became {wanted}; last: {last}\n{cluster.Output}");
    }

    private async Task SendAsync(int client)
    {
        while (!_stop.IsCancellationRequested)
        {
            int batch = Interlocked.Increment(ref _next);
            DateTime at = DateTime.UtcNow; // the same however often it is sent
            for (int attempt = 0; !await IsAcknowledgedAsync(batch, at, cluster.Of("gateway", (client + attempt) % gateways).Address); attempt++)
            {
                if (attempt > 1000)
                    throw new InvalidOperationException($"batch {batch} is not acknowledged however often it is sent");
                await Task.Delay(100);
            }

            _acknowledged[batch] = 1;
        }
    }

    private static async Task<bool> IsAcknowledgedAsync(int batch, DateTime at, Uri gateway)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"batch-{batch}");
        IEnumerable<string> events = Enumerable.Range(0, EventsPerBatch).SelectMany(i => new[]
        {
            Event($"{id}-x{i}", PlayerOf(batch, i), "xp_gained", $$"""{"amount":{{XpOf(batch, i)}}}"""),
            Event($"{id}-s{i}", PlayerOf(batch, i), "score_submitted", """{"board":"sums","score":1}"""),
            Event($"{id}-b{i}", PlayerOf(batch, i), "score_submitted", $$"""{"board":"bests","score":{{ScoreOf(batch, i)}}}"""),
            Event($"{id}-l{i}", PlayerOf(batch, i), "score_submitted", $$"""{"board":"ladder","score":{{ScoreOf(batch, i)}}}""", at),
        });
        byte[] body = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', events)}}]}""");
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/v1/events")) { Content = new ByteArrayContent(body) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, body));
        try
        {
            using HttpResponseMessage answer = await Http.SendAsync(request);
            string json = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode == 202)
            {
                Assert.Equal(0, JsonDocument.Parse(json).RootElement.GetProperty("rejected").GetArrayLength());
                return true;
            }

            // The same request still in hand, or a store or service that is away: to be sent again. Anything else is wrong.
            Assert.True((int)answer.StatusCode is 409 or 503, $"{(int)answer.StatusCode} {json}");
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static int PlayerOf(int batch, int i) => (batch * 7 + i) % Players;

    private static int XpOf(int batch, int i) => 1 + (batch + i) % 3;

    private static int ScoreOf(int batch, int i) => 1 + (batch * 31 + i * 17) % 100_000;

    private static string Event(string id, int player, string type, string data, DateTime? at = null) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","playerId":"p{{player}}","type":"{{type}}","occurredAt":"{{at?.ToString("O", CultureInfo.InvariantCulture) ?? "2026-11-20T09:30:00Z"}}","data":{{data}}}""");
}
