using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>Publishes to Redis Streams, the partitions in turn: there is no order to keep, so the load is spread evenly.</summary>
internal sealed class RedisStreamsBus : IEventBus
{
    private readonly PartitionWriter[] _partitions;
    private readonly ServerCheck _server;
    private uint _next;

    public RedisStreamsBus(RedisStore store, RedisStreamsSettings settings, ServerCheck server)
    {
        _server = server;
        _partitions = [.. Enumerable.Range(0, settings.Partitions)
            .Select(number => new PartitionWriter(store, StreamKeys.OfPartition(number), settings.MaxBacklogBytes))];
    }

    public async ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default)
    {
        if (await _server.ObjectionAsync() is { } objection)
            throw new BusUnavailableException(objection);
        await _partitions[Interlocked.Increment(ref _next) % (uint)_partitions.Length].WriteAsync(message);
    }
}
