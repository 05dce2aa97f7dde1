using System.Diagnostics;

namespace LiveOps.Core.Bus.Journal;

/// <summary>The committing thread: writes what has gathered, again and again.</summary>
public sealed partial class Journal
{
    private void Commit()
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var taken = new List<CommitWaiter>();
        while (true)
        {
            long from, to;
            lock (_gate)
            {
                while (_appended == _durable && !_closing)
                {
                    _idle = true;
                    Monitor.Wait(_gate);
                    _idle = false;
                }

                if (_appended == _durable)
                    return;
                LetGrow();
                from = _durable;
                to = _appended;
                _groupStart = to;
                (taken, _waiters) = (_waiters, taken);
                _pace.Take(taken.Count);
                parts.Clear();
                foreach (Chunk chunk in _chunks)
                {
                    if (chunk.End > from)
                    {
                        int start = (int)Math.Max(0, from - chunk.Position);
                        parts.Add(chunk.Buffer.AsMemory(start, chunk.Length - start));
                    }
                }
            }

            Exception? failure = null;
            long began = Stopwatch.GetTimestamp();
            try
            {
                _files.Write(parts, from);
            }
#pragma warning disable CA1031 // whatever it is: a group of which nobody knows how much is in the file is given up and cut, and the thread goes on
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = new BusUnavailableException("the journal could not be written", e);
            }

            if (failure is null)
            {
                Volatile.Write(ref _durable, to);
                WakeReaders();
                if (Interlocked.Exchange(ref _failure, null) is not null)
                    FailureChanged?.Invoke(null);
                Committed?.Invoke((int)(to - from), Stopwatch.GetElapsedTime(began));
            }
            else
            {
                GiveUp(from, failure, taken);
            }

            CommitCompletion.Queue(taken, failure);
            taken.Clear();
        }
    }

    // Under the lock, which waiting gives away.
    private void LetGrow()
    {
        _enough = _pace.Enough;
        while (_waiters.Count < _enough && _appended - _durable < _options.GroupBytes && !_closing && _pace.MillisecondsLeft is var left and > 0)
            Monitor.Wait(_gate, left);
        _enough = 0;
    }

    // Nothing from here on was acknowledged: forget it in memory, and cut it from the file before anything else is written.
    private void GiveUp(long from, Exception failure, List<CommitWaiter> taken)
    {
        _files.CutFirst(from);
        bool isNew;
        lock (_gate)
        {
            TellGivenUp(from);
            while (_chunks.Count > 0 && _chunks[^1].Position >= from)
                _chunks.RemoveAt(_chunks.Count - 1);
            if (_chunks.Count > 0)
                _chunks[^1].Length = (int)(from - _chunks[^1].Position);
            _appended = _groupStart = from;
            foreach (long position in _commands.Keys.Where(position => position >= from).ToList())
                _commands.Remove(position);
            taken.AddRange(_waiters);
            _waiters.Clear();
            _failedAt = _clock.GetTimestamp();
            isNew = Interlocked.Exchange(ref _failure, failure) is null;
        }

        if (isNew)
            FailureChanged?.Invoke(failure);
    }

    private void TellGivenUp(long from)
    {
        foreach (Chunk chunk in _chunks)
        {
            ReadOnlyMemory<byte> records = chunk.Buffer.AsMemory(0, chunk.Length)[(int)Math.Clamp(from - chunk.Position, 0, chunk.Length)..];
            while (!records.IsEmpty)
            {
                ReadOnlyMemory<byte> payload = JournalCursor.Payload(records, out int length);
                GivenUp?.Invoke(payload);
                records = records[length..];
            }
        }
    }
}
