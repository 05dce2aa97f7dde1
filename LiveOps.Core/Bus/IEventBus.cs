namespace LiveOps.Core.Bus;

/// <summary>The way from the gateway to every consumer. Delivery is at least once; consumers make effects happen exactly once.</summary>
public interface IEventBus
{
    /// <summary>Publishes a message to every consumer. When it completes, the message is durable.</summary>
    /// <exception cref="BusUnavailableException">It could not be made durable: the sender must be told so.</exception>
    ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default);
}
