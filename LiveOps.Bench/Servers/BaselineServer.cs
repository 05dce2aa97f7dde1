using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Bench.Servers;

/// <summary>What the gateway is compared with: servers on the same Kestrel that do as little as can be.</summary>
internal static class BaselineServer
{
    private static readonly byte[] Key = System.Text.Encoding.UTF8.GetBytes(Load.PresignedRequests.Secret);

    private static readonly byte[] Page = [.. Enumerable.Repeat((byte)' ', 512)];

    /// <summary>Drains the body and answers 202.</summary>
    public static Task BareAsync(HttpContext context) => AnswerAsync(context, static _ => true);

    /// <summary>Also computes an HMAC-SHA256 over the body and walks the JSON once.</summary>
    public static Task HmacAsync(HttpContext context) => AnswerAsync(context, static body =>
    {
        byte mac = Mac(body)[0];
        var reader = new Utf8JsonReader(body);
        int tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens > 0 && mac >= 0;
    });

    /// <summary>The HMAC of all of a body. Kestrel reads one of more than 4 KiB, as a batch is, in pieces.</summary>
    internal static byte[] Mac(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
            return HMACSHA256.HashData(Key, body.FirstSpan);
        byte[] whole = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(whole);
        byte[] mac = HMACSHA256.HashData(Key, whole.AsSpan(0, (int)body.Length));
        ArrayPool<byte>.Shared.Return(whole);
        return mac;
    }

    public static void Map(WebApplication app, bool hmac)
    {
        app.MapPost("/v1/events", hmac ? HmacAsync : BareAsync);
        app.MapGet("/page", PageAsync);
    }

    private static async Task PageAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Page.Length;
        await context.Response.BodyWriter.WriteAsync(Page);
    }

    private static async Task AnswerAsync(HttpContext context, Func<ReadOnlySequence<byte>, bool> work)
    {
        var body = await context.Request.BodyReader.ReadAtLeastAsync((int)(context.Request.ContentLength ?? 1));
        context.Response.StatusCode = work(body.Buffer) ? 202 : 400;
        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        byte[] answer = """{"accepted":1,"duplicates":0,"rejected":[]}"""u8.ToArray();
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }
}
