using System.Globalization;
using System.Text;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Monitoring.Live;

/// <summary>A game that sends ten requests a second, whatever becomes of those before.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const int Players = 16;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _requests = [];
    private readonly Uri _gateway;
    private readonly Task _sending;

    public SteadyLoad(Uri gateway)
    {
        _gateway = gateway;
        _sending = Task.Run(RunAsync);
    }

    /// <summary>Whether every other request has a signature that does not hold.</summary>
    public bool IsForging { get; set; }

    /// <summary>Sends one request; its answer's status, 0 without an answer.</summary>
    public async Task<int> SendAsync(string id, string player, bool isForged = false, string? traceParent = null)
    {
        string at = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        byte[] body = Encoding.UTF8.GetBytes($$"""
            {"events":[{"id":"{{id}}-x","playerId":"{{player}}","type":"xp_gained","occurredAt":"{{at}}","data":{"amount":5} },
                       {"id":"{{id}}-s","playerId":"{{player}}","type":"score_submitted","occurredAt":"{{at}}","data":{"board":"arena","score":5} }]}
            """);
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_gateway, "/v1/events")) { Content = new ByteArrayContent(body) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(Encoding.UTF8.GetBytes(isForged ? "a secret of somebody else's, that we lack" : LiveSystem.Secret), id, now, body));
        if (traceParent is not null)
            request.Headers.Add("traceparent", traceParent);
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await Task.WhenAll(_requests);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Between);
        for (int number = 0; !_stop.IsCancellationRequested; number++)
        {
            _requests.Add(SendAsync($"steady-{number}", $"p{number % Players}", IsForging && number % 2 == 0));
            _requests.RemoveAll(request => request.IsCompletedSuccessfully);
            try
            {
                await timer.WaitForNextTickAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                // It was the last.
            }
        }
    }
}
