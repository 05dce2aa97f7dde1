using Amqp;
using Amqp.Framing;
using Azure.Messaging.ServiceBus;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Faults;

/// <summary>
/// What goes wrong, and how often: tests switch it on. Everywhere <c>entityEnd</c> is how the entity's address ends, such as <c>$DeadLetterQueue</c>; null for any.
/// </summary>
public sealed class BrokerFaults
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private readonly int[] _asked = new int[Enum.GetValues<BrokerOperation>().Length];
    private readonly TimeProvider _clock;

    internal BrokerFaults(TimeProvider clock) => _clock = clock;

    /// <summary>How long each operation takes, on the clock, before it does anything.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Whether counts may be read; 401 where not, as without the right to manage.</summary>
    public bool MayAdminister { get; set; } = true;

    /// <summary>
    /// The next operations of a kind fail, and do nothing. <see cref="ServiceBusFailureReason.ServiceTimeout"/> is told at once, unlike <see cref="NeverAnswer"/>;
    /// <see cref="ServiceBusFailureReason.ServiceCommunicationProblem"/> breaks the connection, and locks stay.
    /// </summary>
    public void Fail(BrokerOperation operation, ServiceBusFailureReason reason, int times = 1, string? entityEnd = null) =>
        Add(operation, false, Of(reason), times, entityEnd);

    /// <summary>The next operations of a kind are throttled. Whatever the client's options, each costs 10 s of real time unless it tries for less.</summary>
    public void Throttle(BrokerOperation operation, int times = 1, string? entityEnd = null) =>
        Fail(operation, ServiceBusFailureReason.ServiceBusy, times, entityEnd);

    /// <summary>The next operations of a kind are refused, as to a client without the right. The service does so where a link is opened.</summary>
    public void Deny(BrokerOperation operation, int times = 1, string? entityEnd = null) =>
        Add(operation, false, Verdict.Refused(new Error(Conditions.Unauthorized) { Description = "Unauthorized access. 'Send' claim(s) are required." }), times, entityEnd);

    /// <summary>The next operations of a kind do nothing, and are never answered: the client waits for as long as it tries.</summary>
    public void NeverAnswer(BrokerOperation operation, int times = 1, string? entityEnd = null) => Add(operation, false, Verdict.Silence, times, entityEnd);

    /// <summary>The next operations of a kind happen, and are never answered: the client waits for as long as it tries.</summary>
    public void LoseAnswer(BrokerOperation operation, int times = 1, string? entityEnd = null) => Add(operation, true, Verdict.Silence, times, entityEnd);

    /// <summary>The next operations of a kind happen, and are told to have failed: a lost answer without the wait.</summary>
    public void FailAfterTheDeed(BrokerOperation operation, ServiceBusFailureReason reason, int times = 1, string? entityEnd = null) =>
        Add(operation, true, Of(reason), times, entityEnd);

    /// <summary>How often an operation was asked for, whatever came of it.</summary>
    public int Asked(BrokerOperation operation) => Volatile.Read(ref _asked[(int)operation]);

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (_gate)
            _faults.Clear();
        Latency = TimeSpan.Zero;
        MayAdminister = true;
    }

    /// <summary>Does what was asked for, unless a fault keeps it from that, and says how to answer.</summary>
    internal async ValueTask<Verdict> MeetAsync(BrokerOperation operation, string entity, Action deed)
    {
        Interlocked.Increment(ref _asked[(int)operation]);
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, _clock);
        if (Take(operation, false, entity) is { } before)
            return before;
        try
        {
            deed();
        }
        catch (AmqpException e)
        {
            return Verdict.Refused(e.Error);
        }

        return Take(operation, true, entity) ?? Verdict.Done;
    }

    private void Add(BrokerOperation operation, bool afterTheDeed, Verdict verdict, int times, string? entityEnd)
    {
        lock (_gate)
            _faults.Add(new Fault(operation, afterTheDeed, verdict, entityEnd) { Times = times });
    }

    private Verdict? Take(BrokerOperation operation, bool afterTheDeed, string entity)
    {
        lock (_gate)
        {
            if (_faults.Find(fault => fault.Meets(operation, afterTheDeed, entity)) is not { } fault)
                return null;
            if (--fault.Times <= 0)
                _faults.Remove(fault);
            return fault.Verdict;
        }
    }

    private static Verdict Of(ServiceBusFailureReason reason) => reason == ServiceBusFailureReason.ServiceCommunicationProblem
        ? Verdict.Broken
        : Verdict.Refused(new Error(Condition(reason)) { Description = Text(reason) });

    private static string Condition(ServiceBusFailureReason reason) => reason switch
    {
        ServiceBusFailureReason.GeneralError => Conditions.InternalError,
        ServiceBusFailureReason.MessagingEntityNotFound => Conditions.NotFound,
        ServiceBusFailureReason.MessageLockLost => Conditions.LockLost,
        ServiceBusFailureReason.MessageNotFound => Conditions.MessageNotFound,
        ServiceBusFailureReason.MessageSizeExceeded => Conditions.MessageSizeExceeded,
        ServiceBusFailureReason.MessagingEntityDisabled => Conditions.EntityDisabled,
        ServiceBusFailureReason.QuotaExceeded => Conditions.QuotaExceeded,
        ServiceBusFailureReason.ServiceBusy => Conditions.ServerBusy,
        ServiceBusFailureReason.ServiceTimeout => Conditions.Timeout,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "This broker does not fail so."),
    };

    // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-throttling
    private static string Text(ServiceBusFailureReason reason) => reason == ServiceBusFailureReason.ServiceBusy
        ? "The request was terminated because the entity is being throttled. Error code: 50009. Please wait 2 seconds and try again."
        : $"A fault that was asked for: {reason}.";
}
