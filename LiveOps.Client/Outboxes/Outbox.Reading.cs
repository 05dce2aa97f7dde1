namespace LiveOps.Client.Outboxes;

/// <content>The front: batches are cut, and settled. By one at a time.</content>
internal sealed partial class Outbox
{
    private Cursor _cursor;
    private long _cursorNumber;

    /// <summary>Reads the next batch; false when nothing waits. It is the same until something of it is settled.</summary>
    /// <param name="batch">Takes the events.</param>
    /// <param name="maxEvents">How many it has at most.</param>
    /// <param name="maxBytes">How many bytes of the segment it has at most.</param>
    /// <param name="cutAgain">Whether it is cut anew: nobody took it as it was.</param>
    public bool Read(Batch batch, int maxEvents, int maxBytes, bool cutAgain = false)
    {
        lock (_gate)
        {
            while (!_isDisposed && _segments.Count > 0)
            {
                Segment first = _segments[0];
                long start = Math.Max(StartOf(first), SegmentHeader.Length);
                if (start < first.End && !first.IsOpen && !TryOpen(first, out _))
                    Lose(first);
                else if (start < first.End)
                {
                    long planned = !cutAgain && first.Number == _cursor.Segment && _cursor.BatchEnd > start ? _cursor.BatchEnd : long.MaxValue;
                    Fill(batch, first, start, planned == long.MaxValue ? maxEvents : int.MaxValue, maxBytes, planned);
                    if (batch.Count > 0)
                    {
                        Move(new Cursor(first.Number, start, batch[batch.Count - 1].End));
                        return true;
                    }

                    Lose(first);
                }

                if (first == _current)
                    return false;
                Remove(first);
            }

            return false;
        }
    }

    /// <summary>The first events of a batch have been answered, or moved.</summary>
    public void Settle(Batch batch, int count)
    {
        lock (_gate)
        {
            if (count == 0 || _isDisposed || _segments.Count == 0 || _segments[0].Number != batch.Segment)
                return; // dropped meanwhile
            Segment first = _segments[0];
            long end = batch[count - 1].End;
            Move(new Cursor(first.Number, end, end));
            first.Waiting -= count;
            _waiting -= count;
            if (first != _current && end >= first.End)
                Remove(first);
        }
    }

    /// <summary>Whether everything before a place has been settled.</summary>
    public bool IsPast(long segment, long end)
    {
        lock (_gate)
            return _cursor.Segment > segment || (_cursor.Segment == segment && _cursor.Offset >= end);
    }

    private static void Fill(Batch batch, Segment segment, long start, int maxEvents, int maxBytes, long planned)
    {
        int room = (int)Math.Min(Math.Min(segment.End, planned) - start, maxBytes);
        batch.Begin(segment.Number, room);
        Span<byte> bytes = batch.Bytes.AsSpan(0, segment.File.Read(start, batch.Bytes.AsSpan(0, room)));
        for (int at = 0; batch.Count < maxEvents && Records.Read(bytes[at..], start + at, segment.Cipher, out int payload) is > 0 and var length; at += length)
        {
            int text = at + Records.HeadLength;
            batch.Add(new KeptEvent(text + 1, payload - 1, bytes[text], start + at, start + at + length));
        }
    }

    private long StartOf(Segment segment) => segment.Number == _cursor.Segment ? _cursor.Offset : 0;

    // What was whole when it was written, or opened, is not any more: where the next record begins, nobody knows.
    private void Lose(Segment segment)
    {
        _dropped += segment.Waiting;
        _waiting -= segment.Waiting;
        segment.Waiting = 0;
        Move(new Cursor(segment.Number, segment.End, segment.End));
    }

    // Without a sync: an older cursor has events sent again, under the same ids.
    private void Move(Cursor cursor)
    {
        if (cursor.Segment == _cursor.Segment && cursor.Offset == _cursor.Offset && cursor.BatchEnd == _cursor.BatchEnd)
            return;
        _cursor = cursor;
        try
        {
            cursor.Write(_storage.Cursor, ++_cursorNumber);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk: what is settled is known to this process, and to the server.
        }
    }
}
