using System.Buffers;
using System.IO.Pipelines;

namespace LiveOps.Progression.Http;

/// <summary>Reads small bodies whole.</summary>
internal static class BoundedBody
{
    /// <summary>The most bytes of a body that this service reads.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The body as sent; null when it is longer than <see cref="MaxBytes"/>.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBytes)
            return null;
        PipeReader reader = context.Request.BodyReader;
        ReadResult read = await reader.ReadAtLeastAsync(MaxBytes + 1, context.RequestAborted);
        byte[]? body = read.Buffer.Length <= MaxBytes ? read.Buffer.ToArray() : null;
        reader.AdvanceTo(read.Buffer.End);
        return body;
    }
}
