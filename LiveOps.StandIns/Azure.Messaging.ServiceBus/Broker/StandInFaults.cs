namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>What goes wrong, and how often: tests switch it on.</summary>
public sealed class StandInFaults
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _before = [], _after = [];
    private readonly TimeProvider _clock;
    private bool _down;

    internal StandInFaults(TimeProvider clock) => _clock = clock;

    /// <summary>Whether the whole namespace is out of reach.</summary>
    public bool IsDown
    {
        get
        {
            lock (_gate)
                return _down;
        }
        set
        {
            lock (_gate)
                _down = value;
        }
    }

    /// <summary>How long each operation takes before it does anything.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>The next operations of a kind fail, and do nothing.</summary>
    public void Fail(StandInOperation operation, ServiceBusFailureReason reason, int times = 1, string? entityEnd = null)
    {
        lock (_gate)
            _before.Add(new Fault(operation, reason, entityEnd) { Times = times });
    }

    /// <summary>The next operations of a kind are throttled: <see cref="ServiceBusFailureReason.ServiceBusy"/>.</summary>
    public void Throttle(StandInOperation operation, int times = 1) => Fail(operation, ServiceBusFailureReason.ServiceBusy, times);

    /// <summary>The next operations of a kind happen, and their answers are lost on the way.</summary>
    public void LoseAnswer(StandInOperation operation, int times = 1)
    {
        lock (_gate)
            _after.Add(new Fault(operation, ServiceBusFailureReason.ServiceTimeout, null) { Times = times });
    }

    internal async ValueTask BeforeAsync(StandInOperation operation, string entity, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, _clock, cancellation);
        if (IsDown)
            throw new ServiceBusException("No connection could be made.", ServiceBusFailureReason.ServiceCommunicationProblem, entity);
        Meet(_before, operation, entity);
    }

    internal void After(StandInOperation operation, string entity) => Meet(_after, operation, entity);

    private void Meet(List<Fault> faults, StandInOperation operation, string entity)
    {
        lock (_gate)
        {
            if (faults.Find(fault => fault.Meets(operation, entity)) is not { } fault)
                return;
            if (--fault.Times == 0)
                faults.Remove(fault);
            throw new ServiceBusException(Text(fault.Reason), fault.Reason, entity);
        }
    }

    private static string Text(ServiceBusFailureReason reason) => reason == ServiceBusFailureReason.ServiceBusy
        ? "The request was terminated because the entity is being throttled. Error code: 50009. Please wait 2 seconds and try again."
        : $"A fault that was asked for: {reason}.";

    private sealed record Fault(StandInOperation Operation, ServiceBusFailureReason Reason, string? EntityEnd)
    {
        public int Times { get; set; }

        public bool Meets(StandInOperation operation, string entity) =>
            operation == Operation && (EntityEnd is null || entity.EndsWith(EntityEnd, StringComparison.OrdinalIgnoreCase));
    }
}
