using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Client;

/// <summary>
/// What lies between a game and the gateway: it cuts connections before a request has gone through and after, sends requests twice, holds answers up, and keeps copies
/// that arrive long after. It notes in which order the gateway saw each player's scores first.
/// </summary>
internal sealed class BadNetwork : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _gateway;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Random _random = new(20261129);
    private readonly Dictionary<string, List<long>> _scores = [];
    private readonly HashSet<string> _seen = [];
    private readonly List<Task> _late = [];
    private readonly WebApplication _app;

    private BadNetwork(Uri gateway)
    {
        _gateway = gateway;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>How often what was done to a request.</summary>
    public Dictionary<string, int> Done { get; } = [];

    public static async Task<BadNetwork> StartAsync(Uri gateway)
    {
        var network = new BadNetwork(gateway);
        await network._app.StartAsync();
        return network;
    }

    /// <summary>Each player's scores, in the order in which they came through first.</summary>
    public IReadOnlyDictionary<string, List<long>> Scores => _scores;

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_late);
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        byte[] body = memory.ToArray();
        switch (Choose())
        {
            case < 10:
                Note("cut before");
                context.Abort();
                return;
            case < 20:
                Note("cut after");
                (await SendAsync(context.Request, body)).Dispose();
                context.Abort();
                return;
            case < 27:
                Note("doubled");
                Task<HttpResponseMessage> first = SendAsync(context.Request, body), second = SendAsync(context.Request, body);
                (await first).Dispose();
                await AnswerAsync(context, await second);
                return;
            case < 34:
                Note("late");
                Later(Copy(context.Request, body));
                context.Abort();
                return;
            case < 42:
                Note("held up");
                using (HttpResponseMessage answer = await SendAsync(context.Request, body))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(80), _clock);
                    await AnswerAsync(context, answer);
                }

                return;
            default:
                Note("passed");
                await AnswerAsync(context, await SendAsync(context.Request, body));
                return;
        }
    }

    private void Later(Func<HttpRequestMessage> copy)
    {
        lock (_late)
            _late.Add(SendLateAsync());

        async Task SendLateAsync()
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), _clock);
            (await _http.SendAsync(copy())).Dispose();
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequest request, byte[] body) => _http.SendAsync(Copy(request, body)());

    private Func<HttpRequestMessage> Copy(HttpRequest request, byte[] body)
    {
        string method = request.Method, path = request.Path;
        (string Name, string Value)[] headers = [.. request.Headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.Ordinal)).Select(header => (header.Key, header.Value.ToString()))];
        return () =>
        {
            Saw(body);
            var copy = new HttpRequestMessage(new HttpMethod(method), new Uri(_gateway, path));
            if (method == "POST")
                copy.Content = new ByteArrayContent(body);
            foreach ((string name, string value) in headers)
                copy.Headers.TryAddWithoutValidation(name, value);
            return copy;
        };
    }

    private void Saw(byte[] body)
    {
        if (body.Length == 0)
            return;
        lock (_scores)
        {
            foreach (JsonElement one in JsonDocument.Parse(body).RootElement.GetProperty("events").EnumerateArray())
            {
                if (!_seen.Add(one.GetProperty("id").GetString()!) || one.GetProperty("type").GetString() != "score_submitted")
                    continue;
                string player = one.GetProperty("playerId").GetString()!;
                if (!_scores.TryGetValue(player, out List<long>? scores))
                    _scores.Add(player, scores = []);
                scores.Add(one.GetProperty("data").GetProperty("score").GetInt64());
            }
        }
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        if (answer.Headers.RetryAfter is { } retry)
            context.Response.Headers.RetryAfter = retry.ToString();
        await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }

    private int Choose()
    {
        lock (_random)
            return _random.Next(100);
    }

    private void Note(string what)
    {
        lock (Done)
            Done[what] = Done.GetValueOrDefault(what) + 1;
    }
}
