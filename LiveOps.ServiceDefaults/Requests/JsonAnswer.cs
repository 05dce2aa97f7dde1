using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>Answers with JSON that is there already, with its length, so that it is neither chunked nor serialised again.</summary>
public static class JsonAnswer
{
    /// <summary>Answers. The bytes may be somebody else's when it returns.</summary>
    /// <param name="context">The request.</param>
    /// <param name="json">The body.</param>
    /// <param name="status">The status.</param>
    /// <param name="contentType">What it says it is.</param>
    public static Task SendAsync(HttpContext context, ReadOnlySpan<byte> json, int status = StatusCodes.Status200OK, string contentType = "application/json")
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json); // the server flushes what is written when the request ends
        return Task.CompletedTask;
    }
}
