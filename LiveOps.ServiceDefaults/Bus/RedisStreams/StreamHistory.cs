using System.Globalization;
using System.Runtime.CompilerServices;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>
/// The streams as a history: what they still hold, all partitions together in the order of their ids, up to their ends when the reading began. Read a few at a time: what is trimmed
/// meanwhile is passed over.
/// </summary>
internal sealed class StreamHistory(RedisStore store, RedisStreamsSettings settings) : IEventHistory
{
    private const int ReadAtOnce = 32; // of all partitions together: of each some are held until their turn comes, and a message may be large

    // A batch is accepted before it is published; gateways' clocks and Redis's are not one.
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long since, Func<ValueTask<bool>> isOver, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string first = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, since / TimeSpan.TicksPerMillisecond - (long)ClocksApart.TotalMilliseconds)}-0");
        int atOnce = Math.Max(1, ReadAtOnce / settings.Partitions);
        var partitions = new List<Partition>();
        for (int number = 0; number < settings.Partitions; number++)
        {
            if (await isOver())
                yield break;
            var partition = new Partition(store, StreamKeys.OfPartition(number).Stream, first, atOnce);
            if (await partition.BeginAsync())
                partitions.Add(partition);
        }

        while (partitions.MinBy(partition => partition.Next) is { } next)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await isOver())
                yield break;
            StreamEntry entry = next.Take();
            if (entry.Message.Kind == BusMessageKind.Events && EventBatch.TryRead(entry.Message.Payload, out EventBatch batch) && batch.AcceptedAt >= since)
                yield return entry.Message.Payload;
            if (!await next.HasMoreAsync())
                partitions.Remove(next);
        }
    }

    private sealed class Partition(RedisStore store, RedisKey stream, string first, int atOnce)
    {
        private readonly Queue<StreamEntry> _read = new();
        private string _from = first, _last = "+";

        public (long, long) Next => IdOf(_read.Peek().Id);

        public async Task<bool> BeginAsync()
        {
            List<StreamEntry> newest = StreamEntry.Read(await AskAsync("XREVRANGE", "+", "-", 1));
            if (newest.Count == 0)
                return false;
            _last = newest[0].Id;
            return await HasMoreAsync();
        }

        public StreamEntry Take()
        {
            StreamEntry entry = _read.Dequeue();
            _from = "(" + entry.Id;
            return entry;
        }

        public async Task<bool> HasMoreAsync()
        {
            if (_read.Count == 0)
                StreamEntry.Read(await AskAsync("XRANGE", _from, _last, atOnce)).ForEach(_read.Enqueue);
            return _read.Count > 0;
        }

        private async Task<RedisResult> AskAsync(string command, string from, string to, int count)
        {
            try
            {
                return await store.RunAsync("bus_history", database => database.ExecuteAsync(command, stream, from, to, "COUNT", count));
            }
            catch (StoreUnavailableException e)
            {
                throw new BusUnavailableException("the bus on " + e.Message, e);
            }
        }

        private static (long, long) IdOf(string id)
        {
            int mark = id.IndexOf('-', StringComparison.Ordinal);
            return (long.Parse(id.AsSpan(0, mark), CultureInfo.InvariantCulture), long.Parse(id.AsSpan(mark + 1), CultureInfo.InvariantCulture));
        }
    }
}
