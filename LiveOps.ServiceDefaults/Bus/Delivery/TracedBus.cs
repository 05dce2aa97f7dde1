using System.Diagnostics;
using LiveOps.Core.Bus;

namespace LiveOps.ServiceDefaults.Bus.Delivery;

/// <summary>Gives publishing its span in a request's trace; where nobody listens it only passes on.</summary>
public sealed class TracedBus : IEventBus
{
    private readonly IEventBus _bus;
    private readonly ActivitySource _source;

    /// <param name="bus">What publishes.</param>
    /// <param name="source">The publishing service's.</param>
    public TracedBus(IEventBus bus, ActivitySource source)
    {
        _bus = bus;
        _source = source;
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default) =>
        _source.HasListeners() ? PublishTracedAsync(message, cancellation) : _bus.PublishAsync(message, cancellation);

    private async ValueTask PublishTracedAsync(BusMessage message, CancellationToken cancellation)
    {
        using Activity? activity = _source.StartActivity("publish events", ActivityKind.Producer);
        activity?.SetTag("messaging.operation.type", "send").SetTag("messaging.destination.name", "events");
        await _bus.PublishAsync(message, cancellation);
    }
}
