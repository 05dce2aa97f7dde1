using System.Text.Json;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.Requests;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Sends JSON that is there already, with its length, so that it is neither chunked nor serialised again.</summary>
internal static class Answers
{
    private const string ContentType = "application/json; charset=utf-8";

    /// <summary>Sends a page, or 304 when the caller has it.</summary>
    public static Task SendAsync(HttpContext context, ValueTask<Answer<PageBody>> page) =>
        page.IsCompletedSuccessfully ? Send(context, page.Result) : WaitAsync(context, page, Send);

    /// <summary>Sends the rows as <c>{"entries":[…]}</c>.</summary>
    public static Task SendRowsAsync(HttpContext context, ValueTask<Answer<RowBuffer>> rows) =>
        rows.IsCompletedSuccessfully ? SendRows(context, rows.Result) : WaitAsync(context, rows, SendRows);

    /// <summary>Sends the first row as an object.</summary>
    public static Task SendRowAsync(HttpContext context, ValueTask<Answer<RowBuffer>> rows) =>
        rows.IsCompletedSuccessfully ? SendRow(context, rows.Result) : WaitAsync(context, rows, SendRow);

    /// <summary>Sends what an answer is written as, or its problem; at once when it is there.</summary>
    public static Task SendAsync<T>(HttpContext context, ValueTask<Answer<T>> answer, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        return answer.IsCompletedSuccessfully ? Write(context, answer.Result) : WaitAsync(context, answer, Write);

        Task Write(HttpContext context, Answer<T> answer)
        {
            if (answer.Problem is { } problem)
                return problem.ExecuteAsync(context);
            Utf8JsonWriter json = JsonBuffer.Start();
            write(json, answer.Value!);
            return SendAsync(context, json);
        }
    }

    /// <summary>Sends what is written.</summary>
    public static Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        Utf8JsonWriter json = JsonBuffer.Start();
        write(json);
        return SendAsync(context, json);
    }

    private static async Task WaitAsync<T>(HttpContext context, ValueTask<Answer<T>> answer, Func<HttpContext, Answer<T>, Task> send)
        where T : class => await send(context, await answer);

    private static Task Send(HttpContext context, Answer<PageBody> answer)
    {
        if (answer.Problem is { } problem)
            return problem.ExecuteAsync(context);
        PageBody page = answer.Value!;
        bool gzip = GzipAnswers.IsWanted(context, page.Json.Length);
        context.Response.Headers.ETag = gzip ? page.GzipETag : page.ETag;
        context.Response.Headers.CacheControl = "no-cache"; // keep it, but ask whether it still holds
        if (context.Request.Headers.IfNoneMatch is { Count: > 0 } tags && page.IsNamedBy(tags))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (gzip)
            context.Response.Headers.ContentEncoding = GzipAnswers.Name;
        return SendBytes(context, gzip ? page.Gzip : page.Json);
    }

    private static Task SendRows(HttpContext context, Answer<RowBuffer> answer)
    {
        if (answer.Problem is { } problem)
            return problem.ExecuteAsync(context);
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        answer.Value!.WriteArray(json, "entries"u8);
        json.WriteEndObject();
        return SendAsync(context, json);
    }

    private static Task SendRow(HttpContext context, Answer<RowBuffer> answer)
    {
        if (answer.Problem is { } problem)
            return problem.ExecuteAsync(context);
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        answer.Value!.WriteMembers(json, 0);
        json.WriteEndObject();
        return SendAsync(context, json);
    }

    private static Task SendAsync(HttpContext context, Utf8JsonWriter json)
    {
        ReadOnlySpan<byte> bytes = JsonBuffer.Finish(json);
        if (!GzipAnswers.IsWanted(context, bytes.Length))
            return SendBytes(context, bytes);
        context.Response.Headers.ContentEncoding = GzipAnswers.Name;
        return SendBytes(context, GzipAnswers.Compress(bytes));
    }

    private static Task SendBytes(HttpContext context, ReadOnlySpan<byte> json) => JsonAnswer.SendAsync(context, json, contentType: ContentType);
}
