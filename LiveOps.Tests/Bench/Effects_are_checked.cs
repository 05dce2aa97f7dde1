using System.Text.Json;
using System.Text.Json.Nodes;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Load;
using LiveOps.Bench.Sending;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Bench;

/// <summary>What the end-to-end check demands is what the requests' own bytes say, and nothing less than all of it passes.</summary>
public sealed class Effects_are_checked
{
    private const int Players = 60, Boards = 3;

    [Fact]
    public void What_must_be_true_is_what_the_bodies_sent_add_up_to()
    {
        var effects = new Effects(new EventMix(Players, Boards));
        var xp = new Dictionary<string, long>();
        var kills = new Dictionary<string, long>();
        var items = new Dictionary<string, long>();
        var best = new Dictionary<(string Board, string Player), long>();
        foreach ((string run, int count, int batch) in new[] { ("a00", 5, 100), ("a01", 9, 7), ("b01", 20, 1) })
        {
            using var requests = PresignedRequests.Make(run, count, batch, new EventMix(Players, Boards));
            effects.Add(requests);
            byte[] file = File.ReadAllBytes(requests.Path);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> request = file.AsSpan(i * requests.Length, requests.Length);
                JsonElement body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n"u8) + 4)..].ToArray()).RootElement;
                foreach (JsonElement e in batch == 1 ? [body] : body.GetProperty("events").EnumerateArray().ToArray())
                    Count(e);
            }
        }

        Assert.Equal(5 * 100 + 9 * 7 + 20, effects.Events);
        for (int player = 0; player < Players; player++)
        {
            string id = $"p-{player:D8}";
            Assert.Equal(
                (xp.GetValueOrDefault(id), kills.GetValueOrDefault(id), items.GetValueOrDefault(id)), (effects.Xp[player], effects.Kills[player], effects.Items[player]));
            for (int board = 0; board < Boards; board++)
                Assert.Equal(best.GetValueOrDefault(($"board-{board:D4}", id)), effects.Best[board][player]);
        }

        void Count(JsonElement e)
        {
            string player = e.GetProperty("playerId").GetString()!;
            JsonElement data = e.GetProperty("data");
            switch (e.GetProperty("type").GetString())
            {
                case "xp_gained":
                    xp[player] = xp.GetValueOrDefault(player) + data.GetProperty("amount").GetInt64();
                    break;
                case "boss_killed":
                    xp[player] = xp.GetValueOrDefault(player) + 500;
                    kills[player] = kills.GetValueOrDefault(player) + 1;
                    break;
                case "item_acquired":
                    items[player] = items.GetValueOrDefault(player) + data.GetProperty("quantity").GetInt64();
                    break;
                case "score_submitted":
                    (string, string) entry = (data.GetProperty("board").GetString()!, player);
                    best[entry] = Math.Max(best.GetValueOrDefault(entry), data.GetProperty("score").GetInt64());
                    break;
            }
        }
    }

    [Fact]
    public async Task The_check_passes_on_the_live_system_and_fails_when_any_one_thing_is_otherwise()
    {
        var mix = new EventMix(Players, Boards);
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("HMAC_SECRET", PresignedRequests.Secret));
        using var http = new HttpClient();
        var effects = new Effects(mix);
        using var requests = PresignedRequests.Make("live", count: 8, eventsPerRequest: 100, mix);
        using (var sender = new Sender(new SendOptions(live.Url("gateway", "/").Port, requests.Path, requests.Length, requests.Count, Connections: 2, PerSecond: 0)))
        {
            SendResult sent = await sender.RunAsync();
            Assert.Equal((8, 800, 0), (sent.Requests, sent.Accepted, sent.Refused));
        }

        effects.Add(requests);
        foreach (string consumer in new[] { "progression", "leaderboard" })
            await Until.TrueAsync(async () => await Metrics.ReadAsync(http, live.Url(consumer, "/"), "bus_lag_events") == 0, () => $"{consumer} lags");

        Assert.Contains("Every effect of 800 events", await CheckAsync(http), StringComparison.Ordinal);
        int scored = Array.FindIndex(effects.Best[1], score => score > 0);
        foreach (Action<int> change in new Action<int>[]
        {
            by => effects.Xp[7] += by, by => effects.Kills[7] += by, by => effects.Items[Players - 1] += by, by => effects.Best[1][scored] += by,
        })
        {
            change(1);
            await Assert.ThrowsAsync<InvalidOperationException>(() => CheckAsync(http));
            change(-1);
        }

        // Pages that a server could show beside a total that is right.
        foreach (Action<JsonArray> change in new Action<JsonArray>[]
        {
            entries => entries.Clear(), entries => entries.RemoveAt(3), entries => entries.Add(entries[0]!.DeepClone()), entries => entries[1] = entries[0]!.DeepClone(),
        })
        {
            using var changed = new HttpClient(new ChangedEntries(change));
            await Assert.ThrowsAsync<InvalidOperationException>(() => CheckAsync(changed));
        }

        // A board where nobody may be.
        int[] all = [.. effects.Best[2]];
        Array.Clear(effects.Best[2]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => CheckAsync(http));
        all.CopyTo(effects.Best[2], 0);
        await CheckAsync(http);

        async Task<string> CheckAsync(HttpClient http)
        {
            using var check = new EffectsCheck(http, live.Url("progression", "/"), live.Url("leaderboard", "/"), effects);
            return await check.RunAsync();
        }
    }

    /// <summary>The system's answers, with the entries of pages changed.</summary>
    private sealed class ChangedEntries(Action<JsonArray> change) : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
            JsonNode json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
            if (json["entries"] is JsonArray entries)
                change(entries);
            answer.Content = new StringContent(json.ToJsonString());
            return answer;
        }
    }
}
