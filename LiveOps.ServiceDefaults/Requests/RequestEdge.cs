using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>
/// The outermost middleware, in place of <c>UseExceptionHandler</c>, <c>UseStatusCodePages</c> and a metrics middleware, which would be
/// three state machines a request:
/// <list type="number">
/// <item>a HEAD is answered as a GET (RFC 9110, 9.3.2): the server knows what it was and sends no body;</item>
/// <item>what was thrown becomes a problem answer, and an error in the log;</item>
/// <item>a status of 400 or more without a body becomes one too;</item>
/// <item>the duration is taken.</item>
/// </list>
/// A request that completes at once costs no state machine at all.
/// </summary>
internal sealed partial class RequestEdge(RequestDelegate next, RequestDurations durations, ILogger<RequestEdge> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        long start = Stopwatch.GetTimestamp();
        HeadRequests.Begin(context);
        Task request;
        try
        {
            request = next(context);
        }
        catch (Exception e)
        {
            request = Task.FromException(e);
        }

        if (!request.IsCompletedSuccessfully || NeedsBody(context.Response))
            return AwaitAsync(request, context, start);
        durations.Observe(context, start);
        return Task.CompletedTask;
    }

    private async Task AwaitAsync(Task request, HttpContext context, long start)
    {
        try
        {
            await request;
            if (NeedsBody(context.Response))
            {
                if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
                    AllowHead(context.Response.Headers);
                await ProblemAnswers.For(context).ExecuteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception thrown) when (!context.Response.HasStarted)
        {
            // Of a chunk whose size is no number that it can hold Kestrel 10.0 says so, not that the request is bad.
            Exception e = thrown is IOException { InnerException: OverflowException } ? new BadHttpRequestException("Bad chunk size data.", thrown) : thrown;
            if (e is not BadHttpRequestException)
                Tell(context, e);

            context.Response.Clear();
            await ProblemAnswers.For(context, e).ExecuteAsync(context);
        }
        finally
        {
            durations.Observe(context, start);
        }
    }

    // Routing knows no HEAD.
    private static void AllowHead(IHeaderDictionary headers)
    {
        if (headers.Allow is [{ } methods] && methods.Split(", ") is var names && names.Contains(HttpMethods.Get) && !names.Contains(HttpMethods.Head))
            headers.Allow = $"{methods}, {HttpMethods.Head}";
    }

    private void Tell(HttpContext context, Exception e)
    {
        using IDisposable? trace = RequestTrace.Begin(context);
        if (ProblemAnswers.IsPassing(e))
            Log.Unavailable(logger, context.Request.Method, context.GetEndpoint()?.DisplayName, e.Message);
        else
            Log.Failed(logger, context.Request.Method, context.GetEndpoint()?.DisplayName, e);
    }

    private static bool NeedsBody(HttpResponse response) =>
        response.StatusCode >= 400 && !response.HasStarted && response.ContentLength is null && string.IsNullOrEmpty(response.ContentType);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed.")]
        public static partial void Failed(ILogger logger, string method, string? endpoint, Exception thrown);

        [LoggerMessage(LogLevel.Warning, "{Method} {Endpoint} was refused: {Reason}.")]
        public static partial void Unavailable(ILogger logger, string method, string? endpoint, string reason);
    }
}
