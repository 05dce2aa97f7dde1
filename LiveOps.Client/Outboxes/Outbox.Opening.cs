using System.Text;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes.Storage;

namespace LiveOps.Client.Outboxes;

/// <content>Finding what was left.</content>
internal sealed partial class Outbox
{
    private const int ScanBytes = 256 << 10;

    private readonly List<PutOffEvent> _putOff = new();

    /// <summary>The events that were put off before, in order; their players' others stay behind them.</summary>
    public IReadOnlyList<PutOffEvent> PutOff => _putOff;

    private void Recover()
    {
        Cursor.Reserve(_storage.Cursor);
        _cursor = Cursor.Read(_storage.Cursor, out _cursorNumber);
        _lastNumber = _cursor.Segment;
        foreach (long number in _storage.Segments)
        {
            _lastNumber = Math.Max(_lastNumber, number);
            if (number < _cursor.Segment)
                _storage.Delete(number);
            else
                Recover(number);
        }
    }

    private void Recover(long number)
    {
        var segment = new Segment(number);
        if (!TryOpen(segment, out long length))
        {
            _torn += length;
            if (length < SegmentHeader.Length)
                _storage.Delete(number); // the process ended while it was made: it holds nothing
            else
                _storage.SetAside(number);
            return;
        }

        Scan(segment, Math.Max(StartOf(segment), SegmentHeader.Length));
        _torn += Math.Max(0, length - segment.End);
        segment.Dispose();
        _segments.Add(segment);
        _bytes += segment.End;
        _waiting += segment.Waiting;
        if (segment.Waiting == 0)
            Remove(segment);
    }

    // Whether its header can be read, and how long its file is.
    private bool TryOpen(Segment segment, out long length)
    {
        IStoredFile file = _storage.Open(segment.Number);
        try
        {
            length = file.Length;
            byte[] header = new byte[SegmentHeader.Length];
            int read = file.Read(0, header);
            if (SegmentHeader.TryRead(header.AsSpan(0, read), _options.EncryptionKey, out RecordCipher? cipher))
                segment.Opened(file, cipher);
            return segment.IsOpen;
        }
        finally
        {
            if (!segment.IsOpen)
                file.Dispose();
        }
    }

    // From the first event that was not answered: those before it need not be whole any more.
    private void Scan(Segment segment, long from)
    {
        byte[] bytes = new byte[ScanBytes];
        segment.End = from;
        for (int read = segment.File.Read(from, bytes); ;)
        {
            int at = 0;
            while (Records.Read(bytes.AsSpan(at, read - at), segment.End, segment.Cipher, out int payload) is > 0 and var length)
            {
                Note(segment, bytes.AsSpan(at + Records.HeadLength, payload));
                at += length;
                segment.End += length;
            }

            if (at == 0)
                return;
            read = segment.File.Read(segment.End, bytes);
        }
    }

    private void Note(Segment segment, ReadOnlySpan<byte> payload)
    {
        segment.Waiting++;
        if (payload[0] > 0)
            _putOff.Add(new PutOffEvent(Encoding.ASCII.GetString(EventText.PlayerOf(payload[1..])), payload[0], segment.Number, segment.End));
    }
}
