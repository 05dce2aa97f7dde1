using System.Diagnostics;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>
/// Appends to one partition: what is published while a group is on its way goes with the next, in one round trip and one forced write of
/// the server's file. A group stands in the stream wholly or not at all, and never later than its senders were told that it does not.
/// </summary>
internal sealed class PartitionWriter(RedisStore store, StreamKeys keys, long maxBacklogBytes)
{
    private const int MaxGroupBytes = 1 << 20;
    private const int MaxWaiting = 16_384;

    private readonly RedisKey[] _keys = [keys.Stream, keys.Totals];
    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _writing;

    /// <summary>Publishes; completes when Redis has it.</summary>
    /// <exception cref="BusUnavailableException">It has it not, or does not say so.</exception>
    public async Task WriteAsync(BusMessage message)
    {
        // A copy: the caller's buffer is the caller's again when we give up waiting, the client may send it even then.
        var waiting = new Waiting((int)message.Kind, EventBatch.CountOf(message), message.Payload.ToArray());
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting)
                throw new BusUnavailableException("too much waits to be published");
            _waiting.Enqueue(waiting);
            if (!_writing)
            {
                _writing = true;
                _ = Task.Run(WriteGroupsAsync);
            }
        }

        await waiting.Written.Task;
    }

    private async Task WriteGroupsAsync()
    {
        Activity.Current = null; // a group is of many requests
        while (NextGroup() is { } group)
        {
            try
            {
                await store.EvaluateInTimeAsync("bus_publish", StreamScripts.Publish, _keys, Arguments(group));
                group.ForEach(one => one.Written.SetResult());
            }
            catch (Exception e)
            {
                BusUnavailableException told = Told(e);
                group.ForEach(one => one.Written.SetException(told));
            }
        }
    }

    private List<Waiting>? NextGroup()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _writing = false;
                return null;
            }

            List<Waiting> group = [_waiting.Dequeue()];
            for (int bytes = group[0].Payload.Length; _waiting.TryPeek(out Waiting? next) && bytes + next.Payload.Length <= MaxGroupBytes; bytes += next.Payload.Length)
                group.Add(_waiting.Dequeue());
            return group;
        }
    }

    private RedisValue[] Arguments(List<Waiting> group)
    {
        var arguments = new RedisValue[2 + (3 * group.Count)]; // the last is the store's
        arguments[0] = maxBacklogBytes;
        for (int i = 0; i < group.Count; i++)
        {
            arguments[(3 * i) + 1] = group[i].Kind;
            arguments[(3 * i) + 2] = group[i].Events;
            arguments[(3 * i) + 3] = group[i].Payload;
        }

        return arguments;
    }

    private static BusUnavailableException Told(Exception e) => e switch
    {
        StoreUnavailableException { MayBeDone: var done } => new BusUnavailableException("the bus on " + e.Message, e) { MayBePublished = done },
        RedisServerException when e.Message.Contains(StreamScripts.Full, StringComparison.Ordinal) =>
            new BusUnavailableException("a consumer is so far behind that the bus is full (BUS_BACKLOG_MEGABYTES)", e),
        _ => new BusUnavailableException("the bus on redis failed", e),
    };

    private sealed record Waiting(int Kind, int Events, byte[] Payload)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
