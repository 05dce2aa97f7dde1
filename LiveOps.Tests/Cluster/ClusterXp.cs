using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cluster;

/// <summary>
/// Clients that send XP all the time, by both gateways, each batch until it is acknowledged. Between changes it goes to a player of the time between the two, of whom it is known by what all of it is
/// multiplied; while a change is made it goes to another, of whom that is not known.
/// </summary>
internal sealed class ClusterXp(ClusterSystem cluster) : IAsyncDisposable
{
    private const int Clients = 4, EventsPerBatch = 5;
    private const string Changing = "changing";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _begun = [], _acknowledged = [];
    private readonly Lock _gate = new();
    private Task[] _clients = [];
    private string _player = Changing;
    private int _next;

    public void Start() => _clients = [.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => SendAsync(client)))];

    /// <summary>From now on it goes to a player, until so many batches of it are acknowledged; then no more does, and all is acknowledged when it completes.</summary>
    public async Task MoreAsync(string player, int batches)
    {
        Turn(player);
        await UntilAsync(() => _acknowledged.GetValueOrDefault(player) >= batches);
        Turn(Changing);
        await UntilAsync(() => _acknowledged.GetValueOrDefault(player) == _begun[player]);
    }

    /// <summary>Begins no more, and waits for what was begun.</summary>
    public async Task FinishAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients).WaitAsync(Patience.Whole);
    }

    /// <summary>Waits until a player has what all that was acknowledged comes to.</summary>
    public async Task CountsAsync(string player, int multiplier)
    {
        long wanted = (long)_acknowledged[player] * EventsPerBatch * multiplier, found = -1;
        for (var patience = new Patience(); found != wanted && !patience.IsOver; await Task.Delay(20))
        {
            try
            {
                using HttpResponseMessage answer = await Http.GetAsync(new Uri(cluster.Of("progression").Address, $"/v1/players/{player}"));
                if (answer.IsSuccessStatusCode)
                    found = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("xp").GetInt64();
            }
            catch (TaskCanceledException)
            {
                // It takes its time.
            }
        }

        Assert.True(found == wanted, $"{player} has {found} XP, not {wanted}, which is {multiplier} times {wanted / multiplier}\n{cluster.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience.Whole);
        _stop.Dispose();
    }

    private void Turn(string player)
    {
        lock (_gate)
            _player = player;
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        for (var patience = new Patience(); !isSo(); await Task.Delay(5))
        {
            Assert.False(_clients.Any(client => client.IsFaulted), _clients.FirstOrDefault(client => client.IsFaulted)?.Exception?.ToString());
            Assert.False(patience.IsOver, "no more is acknowledged:\n" + cluster.Output);
        }
    }

    private async Task SendAsync(int client)
    {
        while (!_stop.IsCancellationRequested)
        {
            string player;
            lock (_gate)
            {
                player = _player;
                _begun.AddOrUpdate(player, 1, (_, count) => count + 1);
            }

            int batch = Interlocked.Increment(ref _next);
            for (int attempt = 0; !await IsAcknowledgedAsync(batch, player, cluster.Of("gateway", (client + attempt) % 2).Address); attempt++)
                await Task.Delay(50);
            _acknowledged.AddOrUpdate(player, 1, (_, count) => count + 1);
        }
    }

    private static async Task<bool> IsAcknowledgedAsync(int batch, string player, Uri gateway)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"xp-{batch}");
        IEnumerable<string> events = Enumerable.Range(0, EventsPerBatch).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$$"""{"id":"{{{id}}}-{{{i}}}","playerId":"{{{player}}}","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":1}}"""));
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
            Assert.True((int)answer.StatusCode is 202 or 409 or 503, $"{(int)answer.StatusCode} {json}");
            Assert.True((int)answer.StatusCode != 202 || JsonElement.Parse(json).GetProperty("rejected").GetArrayLength() == 0, json);
            return (int)answer.StatusCode == 202;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
