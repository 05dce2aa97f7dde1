using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Monitoring.Live;

/// <summary>What takes messages as Slack does (https://api.slack.com/messaging/webhooks), an address a channel.</summary>
internal sealed class SlackReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Message> _messages = [];

    private SlackReceiver(WebApplication app)
    {
        _app = app;
        app.MapPost("/services/{channel}", async (string channel, HttpContext context) =>
        {
            using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
            foreach (JsonElement attachment in body.RootElement.GetProperty("attachments").EnumerateArray())
                _messages.Enqueue(new Message(channel, attachment.GetProperty("title").GetString()!, attachment.GetProperty("text").GetString()!, attachment.GetProperty("color").GetString()!));
            return Results.Text("ok");
        });
    }

    /// <summary>What came, in its order.</summary>
    public IReadOnlyList<Message> Messages => [.. _messages];

    /// <summary>The address of a channel.</summary>
    public string Address(string channel) => $"{_app.Urls.First()}/services/{channel}";

    public static async Task<SlackReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new SlackReceiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>One message.</summary>
    /// <param name="Channel">To which channel.</param>
    /// <param name="Title">Its headline.</param>
    /// <param name="Text">Its text.</param>
    /// <param name="Color">The colour of its edge.</param>
    internal sealed record Message(string Channel, string Title, string Text, string Color);
}
