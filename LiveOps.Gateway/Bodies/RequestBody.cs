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
    /// <param name="held">Counts what is held of it, and has it read in steps; null where nobody counts. Where it has no room for more there is no body.</param>
    /// <param name="begun">Told how many bytes each step is to bring.</param>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken aborted, UnverifiedBodies.Body? held = null, Action<int>? begun = null)
    {
        long? told = request.ContentLength;
        if (told > limit)
            return default;
        PipeReader reader = request.BodyReader;
        int have = 0;
        while (true)
        {
            int next = held is null ? (int)(told ?? 0) : (int)Math.Min(told ?? limit, have + UnverifiedBodies.Step);
            if (held?.TryHold(next) == false)
                return default;
            begun?.Invoke(next - have);
            ReadResult read = told > 0 || held is not null ? await reader.ReadAtLeastAsync(next, aborted) : await reader.ReadAsync(aborted);
            ReadOnlySequence<byte> body = read.Buffer;
            if (body.Length > limit)
            {
                reader.AdvanceTo(body.End);
                return default;
            }

            if (read.IsCompleted || body.Length == told)
                return new RequestBody(reader, body);
            have = (int)body.Length;
            reader.AdvanceTo(body.Start, body.End);
        }
    }

    /// <summary>Reads the whole body, within a time by its length, or each step within its own: else all but the last byte could be held for the time of all. Kestrel bounds the rate of one request in HTTP/1 alone.</summary>
    /// <param name="request">Whose.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="slowest">How many bytes must come in a second.</param>
    /// <param name="grace">How long it may take besides.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="held">Counts what is held of it; null where nobody counts.</param>
    /// <returns>Null for one that came too slowly.</returns>
    public static async Task<RequestBody?> ReadInTimeAsync(HttpRequest request, int limit, int slowest, TimeSpan grace, TimeProvider clock, UnverifiedBodies.Body? held = null)
    {
        CancellationToken aborted = request.HttpContext.RequestAborted;
        using var late = new CancellationTokenSource(TimeOf(Math.Min(request.ContentLength ?? limit, limit)), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        try
        {
            return await ReadAsync(request, limit, either.Token, held, held is null ? null : step => late.CancelAfter(TimeOf(step)));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            return null;
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return null;
        }

        TimeSpan TimeOf(long bytes) => grace + TimeSpan.FromSeconds((double)bytes / slowest);
    }

    /// <summary>Gives the bytes back.</summary>
    public void Release()
    {
        _reader?.AdvanceTo(_end);
        if (_lent is not null)
            ArrayPool<byte>.Shared.Return(_lent);
    }
}
