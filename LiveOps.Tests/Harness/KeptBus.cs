using System.Collections.Concurrent;
using LiveOps.Core.Bus;

namespace LiveOps.Tests.Harness;

/// <summary>Keeps what a service says on the bus.</summary>
internal sealed class KeptBus : IEventBus
{
    public ConcurrentQueue<BusMessage> Said { get; } = [];

    /// <summary>While set, nothing can be said.</summary>
    public bool IsDown { get; set; }

    /// <summary>Who hears what is said, before whoever says it goes on.</summary>
    public Func<BusMessage, Task>? Heard { get; set; }

    public async ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default)
    {
        if (IsDown)
            throw new BusUnavailableException("down, as the test has it");
        Said.Enqueue(message with { Payload = message.Payload.ToArray() });
        if (Heard is not null)
            await Heard(message);
    }
}
