using Microsoft.Win32.SafeHandles;

namespace LiveOps.Core.Bus.Journal;

/// <summary>One reader's place in a journal. Reads from memory what is still there, else from the files, where every CRC is checked.</summary>
public sealed class JournalCursor(Journal journal, long position) : IDisposable
{
    private const int ReadBytes = 1 << 20;

    private byte[] _buffer = [];
    private Chunk? _held;
    private Segment? _segment;
    private SafeFileHandle? _file;

    /// <summary>The position of the next record.</summary>
    public long Position { get; private set; } = position;

    /// <summary>
    /// Whole records from <see cref="Position"/> on, held until <see cref="Advance"/>; empty when there are no more durable ones.
    /// </summary>
    /// <exception cref="JournalException">A record on disk is damaged.</exception>
    public ReadOnlyMemory<byte> Read()
    {
        if (journal.Durable <= Position)
            return default;
        return journal.TryHold(Position, out _held, out ReadOnlyMemory<byte> records) ? records : ReadFile();
    }

    /// <summary>Goes on behind what was read. Ends the loan of the bytes.</summary>
    public void Advance(int bytes)
    {
        Position += bytes;
        if (_held is not null)
            journal.Release(_held);
        _held = null;
    }

    /// <summary>The payload of the record at the start of the bytes, and the record's whole length.</summary>
    public static ReadOnlyMemory<byte> Payload(ReadOnlyMemory<byte> records, out int recordLength)
    {
        int length = RecordFormat.Length(records.Span);
        recordLength = RecordFormat.HeaderLength + length;
        return records.Slice(RecordFormat.HeaderLength, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Advance(0);
        _file?.Dispose();
    }

    private ReadOnlyMemory<byte> ReadFile()
    {
        Segment segment = journal.SegmentOf(Position);
        if (segment != _segment)
        {
            _file?.Dispose();
            _file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            segment.CheckHeader(_file);
            _segment = segment;
        }

        long offset = segment.FileOffset(Position), durable = journal.Durable;
        int needed = ReadBytes;
        while (true)
        {
            if (_buffer.Length < needed)
                _buffer = GC.AllocateUninitializedArray<byte>(needed);
            int filled = RandomAccess.Read(_file!, _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, durable - Position)), offset);
            int whole = 0;
            while (true)
            {
                RecordState state = RecordFormat.Read(_buffer.AsSpan(whole, filled - whole), journal.MaxRecordBytes, out int length, out _);
                if (state == RecordState.Bad)
                    throw SegmentScan.Damage(segment, offset + whole);
                if (state == RecordState.Whole)
                {
                    whole += RecordFormat.HeaderLength + length;
                    continue;
                }

                if (whole > 0)
                    return _buffer.AsMemory(0, whole);
                if (length + RecordFormat.HeaderLength <= _buffer.Length)
                    throw SegmentScan.Damage(segment, offset);
                needed = length + RecordFormat.HeaderLength;
                break;
            }
        }
    }
}
