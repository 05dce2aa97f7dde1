using System.Diagnostics;

namespace LiveOps.Core.Bus.Journal;

/// <summary>The committing thread: writes what has gathered, again and again.</summary>
public sealed partial class Journal
{
    // This many appenders in one group are a load.
    private const int BusyAppenders = 8;

    private void Commit()
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var taken = new List<CommitWaiter>();
        long began = 0;
        bool busy = false;
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
            }

            // Under load each group costs a write and an fsync, whatever its size: let it grow. The first after a pause is written at once. Rounded,
            // since a thread sleeps for whole milliseconds: who has waited most of one for the disk does not wait for another.
            TimeSpan early = _options.GroupInterval - Stopwatch.GetElapsedTime(began);
            if (busy && early > TimeSpan.Zero && Volatile.Read(ref _appended) - _durable < _options.GroupBytes)
                Thread.Sleep((int)Math.Round(early.TotalMilliseconds));
            began = Stopwatch.GetTimestamp();
            lock (_gate)
            {
                from = _durable;
                to = _appended;
                _groupStart = to;
                (taken, _waiters) = (_waiters, taken);
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
            try
            {
                _files.Write(parts, from);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failure = new BusUnavailableException("the journal could not be written", e);
            }

            if (failure is null)
            {
                Volatile.Write(ref _durable, to);
                Volatile.Write(ref _failure, null);
                WakeReaders();
                Committed?.Invoke((int)(to - from), Stopwatch.GetElapsedTime(began));
            }
            else
            {
                GiveUp(from, failure, taken);
            }

            busy = taken.Count >= BusyAppenders;
            CommitCompletion.Queue(taken, failure);
            taken.Clear();
        }
    }

    // Nothing from here on was acknowledged: forget it in memory, and cut it from the file before anything else is written.
    private void GiveUp(long from, Exception failure, List<CommitWaiter> taken)
    {
        _files.CutFirst();
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
            Volatile.Write(ref _failure, failure);
        }
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
