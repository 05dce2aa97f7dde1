using System.Buffers;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace LiveOps.Bench.Sending;

/// <summary>
/// Sends a file of requests, each once, over some connections:
/// <list type="number">
/// <item>closed loop (no rate): a connection sends its next request when it has the answer to the one before;</item>
/// <item>open loop (a rate): each request has its time, whatever became of those before. When no connection is free it waits for one, and its
/// latency counts from the time it was meant to be sent: nothing is left out because the server was slow (coordinated omission). What is due is
/// sent each time the sending thread wakes, about every millisecond; when it wakes later than that, the delay counts.</item>
/// </list>
/// </summary>
internal sealed class Sender : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SendOptions _options;
    private readonly LatencyHistogram _latencies = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<long> _backlog = []; // meant times; open loop only
    private readonly Stack<Connection> _free = [];
    private readonly Lock _gate = new();
    private readonly List<Connection> _connections = [];
    private int _taken, _answered, _lastRefusal;
    private long _accepted, _refused, _lastAnswer;

    public Sender(SendOptions options)
    {
        _options = options;
        _file = MemoryMappedFile.CreateFromFile(options.Path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        for (int i = 0; i < options.Connections; i++)
            _connections.Add(new Connection(options.Port, Answered));
    }

    public async Task<SendResult> RunAsync()
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        if (_options.PerSecond > 0)
        {
            _connections.ForEach(_free.Push);
            new Thread(() => SendOnTime(start)) { IsBackground = true, Name = "arrivals" }.Start();
        }
        else
        {
            foreach (Connection connection in _connections)
                SendNext(connection);
        }

        await _done.Task;
        return new SendResult(_answered, _accepted, _refused, start, Volatile.Read(ref _lastAnswer), Environment.CpuUsage.TotalTime - cpu, _latencies, _lastRefusal);
    }

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _view.Dispose();
        _file.Dispose();
    }

    private void Answered(Connection connection, Answer answer)
    {
        long now = Stopwatch.GetTimestamp();
        _latencies.Add((now - connection.MeantAt) * (1_000_000_000 / Stopwatch.Frequency));
        Interlocked.Add(ref _accepted, answer.Accepted);
        if (answer.Status == 0)
        {
            int refused = Volatile.Read(ref _lastRefusal);
            _done.TrySetException(new InvalidOperationException($"the server closed a connection{(refused == 0 ? "" : $", and had answered {refused}")}"));
            return;
        }

        if (answer.Status != 202)
        {
            Interlocked.Increment(ref _refused);
            Volatile.Write(ref _lastRefusal, answer.Status);
        }

        if (Interlocked.Increment(ref _answered) == _options.Count)
        {
            Volatile.Write(ref _lastAnswer, now);
            _done.TrySetResult();
        }
        else if (_options.PerSecond > 0)
        {
            SendLate(connection);
        }
        else
        {
            SendNext(connection);
        }
    }

    private void SendNext(Connection connection)
    {
        int request = Interlocked.Increment(ref _taken) - 1;
        if (request < _options.Count)
            Send(connection, request, Stopwatch.GetTimestamp());
    }

    private void SendOnTime(long start)
    {
        double ticksEach = Stopwatch.Frequency / _options.PerSecond;
        long nap = Stopwatch.Frequency * 11 / 10_000, woken = start; // a sleep of 1 ms takes 1.06
        for (int due = 0; due < _options.Count;)
        {
            Thread.Sleep(1);
            long now = Stopwatch.GetTimestamp();
            for (long time; due < _options.Count && (time = start + (long)(due * ticksEach)) <= now; due++)
                SendOrWait(Math.Min(now, Math.Max(time, woken + nap)));
            woken = now;
        }
    }

    private void SendOrWait(long meantAt)
    {
        Connection? connection;
        lock (_gate)
        {
            if (!_free.TryPop(out connection))
            {
                _backlog.Enqueue(meantAt);
                return;
            }
        }

        Send(connection, Interlocked.Increment(ref _taken) - 1, meantAt);
    }

    private void SendLate(Connection connection)
    {
        long meantAt;
        lock (_gate)
        {
            if (!_backlog.TryDequeue(out meantAt))
            {
                _free.Push(connection);
                return;
            }
        }

        Send(connection, Interlocked.Increment(ref _taken) - 1, meantAt);
    }

    private void Send(Connection connection, int request, long meantAt)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(_options.Length);
        _view.ReadArray((long)request * _options.Length, buffer, 0, _options.Length);
        connection.Send(buffer.AsSpan(0, _options.Length), meantAt);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
