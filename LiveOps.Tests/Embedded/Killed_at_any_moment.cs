using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>
/// <c>kill -9</c> at random moments under load. Afterwards every acknowledged event counts once in every service, and every other one at
/// most once. LIVEOPS_CRASHES sets how many kills; 5 unless set.
/// </summary>
public sealed class Killed_at_any_moment
{
    private const int Players = 20, EventsPerRequest = 10, Clients = 8;

    // Sums show a lost or doubled event; the small numbers make snapshots and segments come and go while it runs.
    private static readonly (string, string)[] Settings =
    [
        ("JOURNAL_SEGMENT_MEGABYTES", "1"), ("SNAPSHOT_MEGABYTES", "1"), ("LOG_LEVEL", "Warning"),
    ];

    private readonly ConcurrentDictionary<string, int> _acknowledged = new(), _unknown = new();
    private int _requests;

    [Fact]
    public async Task What_was_acknowledged_counts_once_and_what_was_not_at_most_once()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("LIVEOPS_CRASHES") ?? "5", CultureInfo.InvariantCulture);
        var random = new Random(20261120);
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("policies"));
        File.WriteAllText(folder.File("policies/leaderboard.json"), """{"boards":{"sums":{"operator":"sum"}}}""");
        File.WriteAllText(folder.File("policies/fairness.json"), Lenient());
        (string, string)[] settings = [.. Settings, ("POLICY_DIR", folder.File("policies"))];
        for (int kill = 0; kill < kills; kill++)
        {
            using var live = LiveProcess.Start(folder.File("data"), settings);
            await live.ReadyAsync();
            using var stop = new CancellationTokenSource();
            Task[] clients = [.. Enumerable.Range(0, Clients).Select(_ => SendAsync(live.Address("gateway"), stop.Token))];
            int before = _acknowledged.Count, wanted = random.Next(20, 400);
            while (_acknowledged.Count < before + wanted && !Array.TrueForAll(clients, client => client.IsCompleted))
                await Task.Delay(5);
            live.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(clients);
            Assert.True(_acknowledged.Count > before, live.Output);
        }

        using var last = LiveProcess.Start(folder.File("data"), settings);
        await last.ReadyAsync();
        int acknowledged = _acknowledged.Count * EventsPerRequest, most = acknowledged + _unknown.Count * EventsPerRequest;
        Assert.InRange(await SumAsync(last.Address("progression"), player => $"/v1/players/{player}", "xp"), acknowledged, most);
        Assert.InRange(await SumAsync(last.Address("leaderboard"), player => $"/v1/leaderboards/sums/all/players/{player}", "score"), acknowledged, most);

        // Now the clients send again what they had no answer for: everything counts once.
        using var http = new HttpClient();
        foreach ((string id, _) in _unknown)
            Assert.Equal(202, await PostAsync(http, last.Address("gateway"), id));
        int all = most;
        await UntilAsync(async () => await SumAsync(last.Address("progression"), player => $"/v1/players/{player}", "xp") == all);
        await UntilAsync(async () => await SumAsync(last.Address("leaderboard"), player => $"/v1/leaderboards/sums/all/players/{player}", "score") == all);
    }

    /// <summary>
    /// A policy of Fairness that lets everything through: also what one gateway stamped and then stood still with, while another went on with the
    /// same player, for as long as the burst lasts at this rate.
    /// </summary>
    internal static string Lenient() => """
        {
          "rates": { "perSecond": 500, "burst": 100000 }, "throttledRates": { "perSecond": 500, "burst": 100000 },
          "rules": [], "escalation": [], "forgetting": { "days": 30, "players": 5000000 }
        }
        """;

    private async Task SendAsync(Uri gateway, CancellationToken stop)
    {
        using var http = new HttpClient();
        while (!stop.IsCancellationRequested)
        {
            string id = $"crash-{Interlocked.Increment(ref _requests):D8}";
            try
            {
                if (await PostAsync(http, gateway, id) == 202)
                    _acknowledged[id] = 1;
                else
                    _unknown[id] = 1;
            }
            catch (HttpRequestException)
            {
                _unknown[id] = 1;
                return;
            }
        }
    }

    // The body follows from the id, so that a request can be sent again. XP and a sum: 1 an event each.
    private static async Task<int> PostAsync(HttpClient http, Uri gateway, string id)
    {
        int n = int.Parse(id.AsSpan(6), CultureInfo.InvariantCulture);
        IEnumerable<string> events = Enumerable.Range(0, EventsPerRequest).SelectMany(i => new[]
        {
            Event($"{id}-x{i}", $"p{(n + i) % Players}", "xp_gained", """{"amount":1}"""),
            Event($"{id}-s{i}", $"p{(n + i) % Players}", "score_submitted", """{"board":"sums","score":1}"""),
        });
        byte[] body = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', events)}}]}""");
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/v1/events")) { Content = new ByteArrayContent(body) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, body));
        using HttpResponseMessage answer = await http.SendAsync(request);
        string json = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 202 && JsonDocument.Parse(json).RootElement.GetProperty("rejected").GetArrayLength() == 0, json);
        return (int)answer.StatusCode;
    }

    private static string Event(string id, string player, string type, string data) =>
        $$"""{"id":"{{id}}","playerId":"{{player}}","type":"{{type}}","occurredAt":"2026-11-20T09:30:00Z","data":{{data}} }""";

    private static async Task<long> SumAsync(Uri service, Func<string, string> path, string property)
    {
        using var http = new HttpClient();
        long sum = 0;
        for (int player = 0; player < Players; player++)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(service, path($"p{player}")));
            if (answer.IsSuccessStatusCode)
                sum += JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty(property).GetInt64();
        }

        return sum;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(20))
        {
            if (await condition())
                return;
        }

        Assert.Fail("the sums never became those of what was sent");
    }
}
