using System.Collections.Concurrent;
using LiveOps.Core.Bus;

namespace LiveOps.Tests.Leaderboard;

/// <summary>Keeps what a service says on the bus.</summary>
internal sealed class KeptBus : IEventBus
{
    public ConcurrentQueue<BusMessage> Said { get; } = [];

    public ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default)
    {
        Said.Enqueue(message with { Payload = message.Payload.ToArray() });
        return ValueTask.CompletedTask;
    }
}
