using System.Diagnostics;
using LiveOps.Core.Bus;
using LiveOps.Core.Traces;

namespace LiveOps.Embedded;

/// <summary>Gives publishing its span in a request's trace; where nobody listens it only passes on.</summary>
internal sealed class TracedBus(IEventBus bus, string service) : IEventBus
{
    private readonly ActivitySource _source = ActivitySources.Of(service);

    public ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default) =>
        _source.HasListeners() ? PublishTracedAsync(message, cancellation) : bus.PublishAsync(message, cancellation);

    private async ValueTask PublishTracedAsync(BusMessage message, CancellationToken cancellation)
    {
        using Activity? activity = _source.StartActivity("publish events", ActivityKind.Producer);
        activity?.SetTag("messaging.operation.type", "send").SetTag("messaging.destination.name", "events");
        await bus.PublishAsync(message, cancellation);
    }
}
