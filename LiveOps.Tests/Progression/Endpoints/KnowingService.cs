using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.Progression.Endpoints;

/// <summary>In the place of a service that is asked what it knows of a player: it answers what a test says, over real HTTP, and remembers how it was asked.</summary>
internal sealed class KnowingService : IAsyncDisposable
{
    public const string Fairness = """{"known":false,"standing":{"status":"ok","flags":[],"learned":null,"keysRevokedAt":null},"cutShort":[]}""";
    public const string Leaderboard = """{"known":false,"ranks":[],"hidden":{"isHidden":false,"byOperator":false},"periods":[],"leagues":[],"liveEvents":[],"cutShort":[]}""";
    public const string Gateway = """{"known":false,"notices":[],"cutShort":[]}""";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();

    private KnowingService(WebApplication app) => _app = app;

    /// <summary>What it answers; null for nothing at all, for as long as anybody waits.</summary>
    public string? Body { get; set; }

    public int Status { get; set; } = 200;

    /// <summary>How it was asked: path and query, token, operator.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public string Address => _app.Urls.First();

    public static async Task<KnowingService> StartAsync(string body)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new KnowingService(builder.Build()) { Body = body };
        service._app.Run(service.AnswerAsync);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        _asked.Enqueue($"{context.Request.Path}{context.Request.QueryString} {context.Request.Headers.Authorization} {context.Request.Headers["liveops-operator"]} {context.Request.Headers.Cookie}".TrimEnd());
        if (Body is not { } body)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.Headers.Location = Status == 302 ? "/elsewhere" : default;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }
}
