using System.Buffers;
using System.IO.Pipelines;

namespace LiveOps.Gateway.Bodies;

/// <summary>
/// A request's body, read once, bounded, and not copied where it arrived in one piece. It is lent by the connection until
/// <see cref="Release"/>, without which the connection cannot take another request.
/// </summary>
internal readonly struct RequestBody
{
    private readonly PipeReader? _reader;
    private readonly SequencePosition _end;

    private RequestBody(ReadOnlyMemory<byte> bytes, PipeReader reader, SequencePosition end)
    {
        Bytes = bytes;
        _reader = reader;
        _end = end;
    }

    /// <summary>The body as sent.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it was larger than the limit, and is not here.</summary>
    public bool IsTooLarge => _reader is null;

    /// <summary>Reads the whole body.</summary>
    /// <param name="request">Whose.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="room">Where it is put together when it arrived in pieces.</param>
    /// <param name="aborted">The client went away.</param>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, ArrayBufferWriter<byte> room, CancellationToken aborted)
    {
        long? told = request.ContentLength;
        if (told > limit)
            return default;
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = told > 0 ? await reader.ReadAtLeastAsync((int)told, aborted) : await reader.ReadAsync(aborted);
            ReadOnlySequence<byte> body = read.Buffer;
            if (body.Length > limit)
            {
                reader.AdvanceTo(body.End);
                return default;
            }

            if (read.IsCompleted || body.Length == told)
                return new RequestBody(body.IsSingleSegment ? body.First : Join(body, room), reader, body.End);
            reader.AdvanceTo(body.Start, body.End);
        }
    }

    /// <summary>Gives the bytes back.</summary>
    public void Release() => _reader?.AdvanceTo(_end);

    private static ReadOnlyMemory<byte> Join(ReadOnlySequence<byte> body, ArrayBufferWriter<byte> room)
    {
        room.ResetWrittenCount();
        foreach (ReadOnlyMemory<byte> segment in body)
            room.Write(segment.Span);
        return room.WrittenMemory;
    }
}
