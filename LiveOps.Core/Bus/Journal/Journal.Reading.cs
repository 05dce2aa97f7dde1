namespace LiveOps.Core.Bus.Journal;

/// <content>What those who read it use: waiting for records, and holding those that are in memory still.</content>
public sealed partial class Journal
{
    /// <summary>Blocks until there are durable records behind a position; false when cancelled first.</summary>
    public bool WaitBeyond(long position, CancellationToken stop)
    {
        if (Durable > position)
            return true;
        lock (_readers)
        {
            while (Durable <= position)
            {
                if (stop.IsCancellationRequested)
                    return false;
                Monitor.Wait(_readers);
            }
        }

        return true;
    }

    /// <summary>Wakes those in <see cref="WaitBeyond"/>, so that they see a cancellation.</summary>
    public void WakeReaders()
    {
        lock (_readers)
            Monitor.PulseAll(_readers);
    }

    /// <summary>The durable records in memory from a position on, held until <see cref="Release"/>; false when they are only on disk.</summary>
    internal bool TryHold(long position, out Chunk? chunk, out ReadOnlyMemory<byte> records)
    {
        lock (_gate)
        {
            for (int i = _chunks.Count - 1; i >= 0; i--)
            {
                Chunk candidate = _chunks[i];
                if (candidate.Position > position || candidate.End <= position)
                    continue;
                candidate.Readers++;
                chunk = candidate;
                records = candidate.Buffer.AsMemory((int)(position - candidate.Position), (int)(Math.Min(_durable, candidate.End) - position));
                return true;
            }
        }

        chunk = null;
        records = default;
        return false;
    }

    internal void Release(Chunk chunk)
    {
        lock (_gate)
        {
            chunk.Readers--;
        }
    }

    /// <summary>The segment that holds a position.</summary>
    internal Segment SegmentOf(long position) => _files.Of(position);
}
