using System.Buffers;
using System.IO.Pipelines;

namespace LiveOps.Gateway.Bodies;

/// <summary>Reads a request's body once, bounded, without copying it where it arrived in one piece.</summary>
internal static class BodyReader
{
    /// <summary>
    /// The body as sent; null when it is larger than the limit. It is lent by the connection until the request ends, or lies in
    /// <paramref name="room"/>.
    /// </summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, ArrayBufferWriter<byte> room, CancellationToken aborted)
    {
        if (request.ContentLength > limit)
            return null;
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = request.ContentLength is { } length and > 0
                ? await reader.ReadAtLeastAsync((int)length, aborted)
                : await reader.ReadAsync(aborted);
            ReadOnlySequence<byte> body = read.Buffer;
            if (body.Length > limit)
            {
                reader.AdvanceTo(body.End);
                return null;
            }

            if (read.IsCompleted || body.Length == request.ContentLength)
            {
                if (body.IsSingleSegment)
                    return body.First;
                room.ResetWrittenCount();
                foreach (ReadOnlyMemory<byte> segment in body)
                    room.Write(segment.Span);
                return room.WrittenMemory;
            }

            reader.AdvanceTo(body.Start, body.End);
        }
    }
}
