using LiveOps.Client.Outboxes.Storage;

namespace LiveOps.Client.Outboxes;

/// <summary>
/// A segment as it is held while it is there. Its file is open only while it is the front or the one that is written to: weeks offline leave many, and a process has
/// few handles.
/// </summary>
internal sealed class Segment(long number) : IDisposable
{
    private IStoredFile? _file;

    public long Number { get; } = number;

    public bool IsOpen => _file is not null;

    public IStoredFile File => _file ?? throw new ObjectDisposedException(nameof(Segment));

    public RecordCipher? Cipher { get; private set; }

    /// <summary>Behind its last whole record.</summary>
    public long End { get; set; } = SegmentHeader.Length;

    /// <summary>How many events of it have not been answered.</summary>
    public int Waiting { get; set; }

    /// <summary>It has its file, and owns it.</summary>
    public void Opened(IStoredFile file, RecordCipher? cipher) => (_file, Cipher) = (file, cipher);

    /// <summary>Lets go of its file; it may be opened again.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        Cipher?.Dispose();
        (_file, Cipher) = (null, null);
    }
}
