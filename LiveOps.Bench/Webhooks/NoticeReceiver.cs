using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Bench.Webhooks;

/// <summary>Who is told: one path takes everything at once, another never answers.</summary>
internal sealed class NoticeReceiver : IAsyncDisposable
{
    public const string Taking = "/taking", Silent = "/silent";

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ends = new();
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken, _wanted = int.MaxValue;

    private NoticeReceiver(WebApplication app)
    {
        _app = app;
        app.MapPost(Taking, TakeAsync);
        app.MapPost(Silent, context => Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ends.Token).Token)
            .ContinueWith(_ => { }, TaskScheduler.Default));
    }

    public Uri Address => new(_app.Urls.First());

    public static async Task<NoticeReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new NoticeReceiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Ends when so many notices have been taken since it started.</summary>
    public Task TakenAsync(int count)
    {
        lock (_gate)
        {
            _wanted = count;
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_taken >= _wanted)
                _reached.SetResult();
            return _reached.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _app.DisposeAsync();
        _ends.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        lock (_gate)
        {
            if (++_taken == _wanted)
                _reached.SetResult();
        }
    }
}
