using LiveOps.Core.Bus;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <summary>A bus of some kind with its consumers on it.</summary>
internal abstract class BusWorld : IAsyncDisposable
{
    /// <summary>How often a message is given at most in these tests.</summary>
    public const int MaxDeliveries = 3;

    public abstract IEventBus Bus { get; }

    public abstract IDeadLetters Letters(string consumer);

    public abstract ValueTask DisposeAsync();
}
