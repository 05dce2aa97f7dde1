using System.Buffers;
using System.Text.Json;
using LiveOps.Leaderboard.Pages;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Sends JSON that is there already, with its length, so that it is neither chunked nor serialised again.</summary>
internal static class Answers
{
    private const string ContentType = "application/json; charset=utf-8";

    /// <summary>Sends what was written to the thread's <see cref="JsonBuffer"/>.</summary>
    public static Task SendAsync(HttpContext context, Utf8JsonWriter json) => SendAsync(context, JsonBuffer.Finish(json));

    /// <summary>Sends a page, or 304 when the caller has it.</summary>
    public static Task SendAsync(HttpContext context, PageBody page)
    {
        context.Response.Headers.ETag = page.ETag;
        context.Response.Headers.CacheControl = "no-cache"; // keep it, but ask whether it still holds
        if (context.Request.Headers.IfNoneMatch is { Count: > 0 } tags && page.IsNamedBy(tags))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return SendAsync(context, page.Json);
    }

    /// <summary>Sends the rows as <c>{"entries":[…]}</c>.</summary>
    public static Task SendRowsAsync(HttpContext context, RowBuffer rows)
    {
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        rows.WriteArray(json, "entries"u8);
        json.WriteEndObject();
        return SendAsync(context, json);
    }

    /// <summary>Sends the first row as an object.</summary>
    public static Task SendRowAsync(HttpContext context, RowBuffer rows)
    {
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        rows.WriteMembers(json, 0);
        json.WriteEndObject();
        return SendAsync(context, json);
    }

    private static Task SendAsync(HttpContext context, ReadOnlySpan<byte> json)
    {
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = json.Length;
        context.Response.BodyWriter.Write(json); // the server flushes what is written when the request ends
        return Task.CompletedTask;
    }
}
