namespace LiveOps.Client.Outboxes;

/// <content>Appending: who comes first writes for all who came meanwhile. No thread of its own.</content>
internal sealed partial class Outbox
{
    private static readonly Appended NoRoom = new() { IsDone = true, Outcome = AddOutcome.Full };

    private byte[] _frames = new byte[64 << 10], _spare = new byte[64 << 10], _sealed = new byte[64 << 10];
    private Appended _group = new();
    private int _framesLength;
    private bool _isWriting;

    /// <summary>Appends frames (<see cref="Records.Frame"/>); when it returns they are written, all or none.</summary>
    /// <param name="frames">One behind the other.</param>
    /// <param name="count">How many.</param>
    /// <param name="always">Whether they are taken beyond the bound: they are here already, and move.</param>
    public Appended Append(ReadOnlySpan<byte> frames, int count, bool always = false)
    {
        Appended mine;
        byte[] taken;
        int length;
        lock (_gate)
        {
            if (_isDisposed)
                throw new ObjectDisposedException(nameof(Outbox));
            if (!always && !MakeRoom(frames.Length))
            {
                _refused += count;
                return NoRoom;
            }

            if (_frames.Length - _framesLength < frames.Length)
                Array.Resize(ref _frames, Math.Max(2 * _frames.Length, _framesLength + frames.Length));
            frames.CopyTo(_frames.AsSpan(_framesLength));
            _framesLength += frames.Length;
            if (!always)
                _added += count;
            mine = _group;
            mine.Count += count;
            while (!mine.IsDone && _isWriting)
                Monitor.Wait(_gate);
            if (mine.IsDone)
                return mine;
            if (_isDisposed)
                throw new ObjectDisposedException(nameof(Outbox)); // while it waited: nobody writes it
            _isWriting = true;
            (taken, _frames, _spare) = (_frames, _spare, _frames);
            (length, _framesLength) = (_framesLength, 0);
            _group = new Appended();
        }

        int written = 0;
        try
        {
            written = Write(taken.AsSpan(0, length), mine.Count);
        }
        finally
        {
            lock (_gate)
                Finish(mine, written);
        }

        return mine;
    }

    // Under the gate.
    private bool MakeRoom(int bytes)
    {
        while (_bytes + _framesLength + bytes > _options.MaxBytes)
        {
            if (_options.WhenFull == WhenFull.RefuseNewest || _segments.Count == 0 || _segments[0] == _current)
                return false;
            _dropped += _segments[0].Waiting;
            Remove(_segments[0]);
        }

        return true;
    }

    // Only by who writes. How many bytes; 0 when the disk did not take them.
    private int Write(ReadOnlySpan<byte> frames, int count)
    {
        try
        {
            if (_current is null || _current.End >= _options.SegmentBytes)
                Rotate();
            int length = Seal(frames, count, _current!);
            _current!.File.Write(_current.End, _sealed.AsSpan(0, length));
            if (_options.Sync)
                _current.File.Sync();
            return length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private int Seal(ReadOnlySpan<byte> frames, int count, Segment segment)
    {
        int most = frames.Length + (count * (Records.HeadLength + RecordCipher.TagLength)), length = 0;
        if (_sealed.Length < most)
            _sealed = new byte[Math.Max(most, 2 * _sealed.Length)];
        while (frames.Length > 0)
        {
            length += Records.Seal(frames, segment.End + length, segment.Cipher, _sealed.AsSpan(length));
            frames = frames[(Records.PayloadOf(frames) + 2)..];
        }

        return length;
    }

    private void Rotate()
    {
        long number = ++_lastNumber;
        Segment? segment = null;
        Storage.IStoredFile file = _storage.Create(number);
        try
        {
            byte[] header = new byte[SegmentHeader.Length];
            RecordCipher? cipher = SegmentHeader.Write(header, _options.EncryptionKey);
            file.Write(0, header);
            segment = new Segment(number);
            segment.Opened(file, cipher);
        }
        finally
        {
            if (segment is null)
            {
                file.Dispose();
                _storage.Delete(number);
            }
        }

        lock (_gate)
        {
            LeaveCurrent();
            _segments.Add(segment);
            _bytes += segment.End;
            _current = segment;
        }
    }

    // Under the gate.
    private void Finish(Appended group, int written)
    {
        try
        {
            if (written > 0)
            {
                _current!.End += written;
                _current.Waiting += group.Count;
                _bytes += written;
                _waiting += group.Count;
                (group.Segment, group.End) = (_current.Number, _current.End);
            }
            else
            {
                group.Outcome = AddOutcome.DiskFailed;
                _refused += group.Count;
                Abandon();
            }
        }
        finally
        {
            group.IsDone = true;
            _isWriting = false;
            Monitor.PulseAll(_gate);
        }
    }

    // Who handed an event in and was told no may do so again: it must not come back from a torn tail.
    private void Abandon()
    {
        try
        {
            _current?.File.Truncate(_current.End);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The disk is as good as gone.
        }

        LeaveCurrent();
    }

    // Under the gate. Its file stays open where it is the front, too.
    private void LeaveCurrent()
    {
        if (_current is not null && _current != _segments[0])
            _current.Dispose();
        _current = null;
    }
}
