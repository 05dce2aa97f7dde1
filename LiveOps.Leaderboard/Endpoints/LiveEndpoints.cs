using System.IO.Pipelines;
using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Stores.Live;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>
/// Ranks as they change, as Server-Sent Events. To each listener:
/// <list type="number">
/// <item>the page that holds, unless <c>Last-Event-ID</c> says that it is known;</item>
/// <item>another when it is another, a pace after the one before at the earliest; who is late gets the newest and none of those between;</item>
/// <item>a comment when nothing has changed for a while, so that neither side takes the silence for an end.</item>
/// </list>
/// Nothing is kept for a listener but what the server has written and the network has not taken, one page and 64 KB at most; who does not take it within a time is let go.
/// </summary>
internal static class LiveEndpoints
{
    private const string EventStream = "text/event-stream";

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder window = routes.MapGroup("/v1/leaderboards/{board}/{window}").OfBoards().OfWindow().WithMetadata(new ListeningCall())
            .Takes(CallParameter.Header("Last-Event-ID", "The id of the event that the caller has: nothing is sent while its page holds.", SchemaParts.Text()));
        window.MapGet("/live", Page).WithName("getLive").Produces<string>(200, EventStream).Takes(CallParameter.Limit(Parameters.MostRows, Parameters.DefaultRows))
            .WithSummary("The first rows of a window as Server-Sent Events, event page: the page as getPage answers it, at most one a second and only when it has changed; limit 1 to 1000, by default 100.");
        window.MapGet("/players/{id}/around/live", Around).WithName("getAroundLive").Produces<string>(200, EventStream).Takes(CallParameter.Limit(Parameters.MostRows, Parameters.DefaultAround)).Refuses(ProblemTypes.NotRanked)
            .WithSummary("The players around a player as Server-Sent Events, as getAround answers it; 404 for a player without a rank, and without entries while one who had a rank has none. limit 1 to 1000, by default 11.");
    }

    private static Task Page(HttpContext context, string board, string window, LiveFeeds feeds, TimeProvider clock, string? limit = null)
    {
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Board(board);
        return problem?.ExecuteAsync(context) ?? ListenAsync(context, new LivePlace(board, window, null, rows), feeds, clock);
    }

    private static Task Around(HttpContext context, string board, string window, string id, LiveFeeds feeds, TimeProvider clock, string? limit = null)
    {
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultAround, out int rows) ?? Parameters.Player(id) ?? Parameters.Board(board);
        return problem?.ExecuteAsync(context) ?? ListenAsync(context, new LivePlace(board, window, id, rows), feeds, clock);
    }

    private static async Task ListenAsync(HttpContext context, LivePlace place, LiveFeeds feeds, TimeProvider clock)
    {
        (LiveFeed? feed, Problem? problem) = await feeds.JoinAsync(place);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        try
        {
            context.Response.ContentType = EventStream;
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep it back
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            if (!context.IsForHeadersAlone()) // a HEAD is answered when these are, and listens to nothing
                await SendAsync(context, feed!, clock);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or TimeoutException)
        {
            context.Abort(); // gone, or too slow
        }
        finally
        {
            feeds.Leave(feed!);
        }
    }

    private static async Task SendAsync(HttpContext context, LiveFeed feed, TimeProvider clock)
    {
        PipeWriter to = context.Response.BodyWriter;
        string? known = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } id] ? id : null;
        bool isFirst = true;
        for (LiveSignal signal = feed.Signal!; !signal.IsLast; signal = feed.Signal!)
        {
            if (signal.Id != known)
                to.Write(signal.Page.Span);
            else
                to.Write(":\n\n"u8);
            known = signal.Id;
            await FlushAsync(to, clock, context.RequestAborted);
            if (isFirst)
                await Task.Delay(LiveSettings.Pace, clock, context.RequestAborted); // whenever in a pace it began
            isFirst = false;
            if (ReferenceEquals(feed.Signal, signal))
                await signal.Next.WaitAsync(context.RequestAborted);
        }
    }

    private static async Task FlushAsync(PipeWriter to, TimeProvider clock, CancellationToken aborted)
    {
        ValueTask<FlushResult> flushing = to.FlushAsync(aborted);
        if (flushing.IsCompletedSuccessfully)
            flushing.GetAwaiter().GetResult();
        else
            await flushing.AsTask().WaitAsync(LiveSettings.Slowest, clock, aborted);
    }

    private static void Write(this PipeWriter to, ReadOnlySpan<byte> bytes) => System.Buffers.BuffersExtensions.Write(to, bytes);
}
