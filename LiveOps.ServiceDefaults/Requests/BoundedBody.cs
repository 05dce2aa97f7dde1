using System.Buffers;
using System.IO.Pipelines;
using LiveOps.Core.Problems;
using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.Requests;

/// <summary>Reads small bodies whole.</summary>
public static class BoundedBody
{
    /// <summary>The most bytes of such a body.</summary>
    public const int MaxBytes = 4096;

    /// <summary>What is answered to a longer one.</summary>
    public static Problem TooLarge => LongerThan(MaxBytes);

    /// <summary>What is answered to one that is longer than it may be.</summary>
    public static Problem LongerThan(int bytes) => new(ProblemTypes.PayloadTooLarge, $"The body of this call has at most {bytes} bytes.");

    /// <summary>The body as sent; null when it is longer than <see cref="MaxBytes"/>, or than said.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context, int most = MaxBytes)
    {
        if (context.Request.ContentLength > most)
            return null;
        PipeReader reader = context.Request.BodyReader;
        ReadResult read = await reader.ReadAtLeastAsync(most + 1, context.RequestAborted);
        byte[]? body = read.Buffer.Length <= most ? read.Buffer.ToArray() : null;
        reader.AdvanceTo(read.Buffer.End);
        return body;
    }
}
