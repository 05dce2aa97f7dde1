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
    private readonly byte[]? _lent;

    private RequestBody(PipeReader reader, ReadOnlySequence<byte> body)
    {
        _reader = reader;
        _end = body.End;
        if (body.IsSingleSegment)
        {
            Bytes = body.First;
            return;
        }

        _lent = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(_lent);
        Bytes = _lent.AsMemory(0, (int)body.Length);
    }

    /// <summary>The body as sent.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it was larger than the limit, and is not here.</summary>
    public bool IsTooLarge => _reader is null;

    /// <summary>Reads the whole body.</summary>
    /// <param name="request">Whose.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="aborted">The client went away.</param>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken aborted)
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
                return new RequestBody(reader, body);
            reader.AdvanceTo(body.Start, body.End);
        }
    }

    /// <summary>Gives the bytes back.</summary>
    public void Release()
    {
        _reader?.AdvanceTo(_end);
        if (_lent is not null)
            ArrayPool<byte>.Shared.Return(_lent);
    }
}
