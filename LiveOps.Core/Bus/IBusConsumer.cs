namespace LiveOps.Core.Bus;

/// <summary>One service's end of the bus: it gets every message, in order where the bus keeps one, at least once.</summary>
public interface IBusConsumer
{
    /// <summary>The subscription's name: <c>progression</c>, <c>leaderboard</c>, <c>fairness</c>, <c>gateway</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Applies messages, folded into one write where the store is elsewhere. Effects, and the ids of the events that had them, become
    /// durable in one atomic step before the call completes; a throw means that nothing was applied and all will come again.
    /// </summary>
    ValueTask ApplyAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellation);
}
