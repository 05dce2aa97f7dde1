using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Specialized;

namespace LiveOps.ServiceDefaults.Exports.Targets;

/// <summary>Sends what is written as blocks of a blob, of which one is held; the blob is there once they are committed.</summary>
internal sealed class BlockStream(BlockBlobClient blob, int blockBytes) : Stream
{
    // Of this stream alone: blocks of two that write one blob at a time would replace each other's, and the blob be a mixture. So the one that commits later fails, for its blocks are gone.
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly byte[] _block = new byte[blockBytes];
    private readonly List<string> _sent = [];
    private int _held;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what is held, and makes the blob of all blocks.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        if (_held > 0)
            await SendAsync(cancellation);
        await blob.CommitBlockListAsync(_sent, cancellationToken: cancellation);
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            buffer = Hold(buffer);
            if (_held == _block.Length)
                await SendAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Writers of tables write some bytes at a time without waiting; what they write goes out here.
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
        // A block is sent when it is full, and the last one when the blob is made.
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private ReadOnlyMemory<byte> Hold(ReadOnlyMemory<byte> buffer)
    {
        int part = Math.Min(buffer.Length, _block.Length - _held);
        buffer[..part].CopyTo(_block.AsMemory(_held));
        _held += part;
        return buffer[part..];
    }

    // Ids are base64 of at most 64 bytes, all of one length: https://learn.microsoft.com/rest/api/storageservices/put-block.
    private async Task SendAsync(CancellationToken cancellation)
    {
        string id = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_run}{_sent.Count:D8}")));
        using var content = new MemoryStream(_block, 0, _held, writable: false);
        await blob.StageBlockAsync(id, content, cancellationToken: cancellation);
        _sent.Add(id);
        _held = 0;
    }
}
