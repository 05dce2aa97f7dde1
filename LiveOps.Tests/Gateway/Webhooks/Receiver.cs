using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>A real receiver of notices: it keeps what it gets, and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>What it got, in order, answered with 2xx or not.</summary>
    public ConcurrentQueue<Received> All { get; } = [];

    /// <summary>What it answers; 204 unless told otherwise.</summary>
    public Func<Received, HttpContext, Task<int>> Answer { get; set; } = (_, _) => Task.FromResult(204);

    public Uri Url => new(_app.Urls.First() + "/notices");

    /// <summary>The host's name with the port, as operators would write it.</summary>
    public string Localhost => $"http://localhost:{Url.Port}/notices";

    public static async Task<Receiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits for as many as are asked for that are wanted; each once, however often it came: whoever sends may not have had the answer in time.</summary>
    public async Task<Received[]> WaitAsync(int count, Func<Received, bool>? wanted = null)
    {
        Received[] Found() => [.. All.Where(one => wanted?.Invoke(one) ?? true).DistinctBy(one => one.Id)];
        for (var patience = new Patience(); !patience.IsOver && Found().Length < count; await Task.Delay(10))
        {
        }

        Assert.True(Found().Length >= count, $"{Found().Length} of {count} came: {string.Join(' ', All.Select(one => one.Type))}");
        return Found();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var one = new Received(context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), body.ToArray());
        All.Enqueue(one);
        context.Response.StatusCode = await Answer(one, context);
    }
}

/// <summary>A request that a receiver got.</summary>
internal sealed record Received(Dictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Event => JsonDocument.Parse(Body).RootElement;

    public JsonElement Data => Event.GetProperty("data");

    public string Type => Event.GetProperty("type").GetString()!;

    public string Subject => Event.GetProperty("subject").GetString()!;

    public string Id => Headers["webhook-id"];
}
