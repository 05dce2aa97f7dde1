using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Connecting;

/// <summary>An answer as long as it may be, of which each part must come in time: one that stops coming is a fault, and no waiting for ever.</summary>
/// <param name="stream">The answer.</param>
/// <param name="service">Whose.</param>
/// <param name="patience">How long to wait for a part.</param>
internal sealed class PatientStream(Stream stream, string service, TimeSpan patience) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(patience);
        try
        {
            return await stream.ReadAsync(buffer, bound.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw CliFault.Unreachable($"{service}'s answer broke off: {PlainText.Sentence(e is OperationCanceledException ? $"nothing came for {patience.TotalSeconds:0.#} s" : e.Message)} Run it again.", e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
