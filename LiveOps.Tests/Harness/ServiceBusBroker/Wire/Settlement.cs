using Amqp.Framing;
using Amqp.Types;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>What a client wants done with a message that it holds.</summary>
/// <param name="Operation">Which operation it is.</param>
/// <param name="Do">Does it.</param>
/// <param name="Answer">What it is answered with when it is done.</param>
internal sealed record Settlement(BrokerOperation Operation, Action Do, DeliveryState Answer)
{
    /// <summary>By an outcome on the link that brought the message.</summary>
    public static Settlement Of(DeliveryState state, Guid token, MessageQueue queue) => state switch
    {
        Accepted => new(BrokerOperation.Complete, () => queue.Complete(token), state),
        Released => new(BrokerOperation.Abandon, () => queue.Release(token), state),
        Modified { UndeliverableHere: true } => new(BrokerOperation.Abandon, () => throw Unknown("defer"), state),
        Modified modified => new(BrokerOperation.Abandon, () => queue.Abandon(token, Properties(modified.MessageAnnotations)), state),

        // Reason and description are among the properties. Any error in the answer would be taken for a failure.
        Rejected rejected => new(BrokerOperation.DeadLetter, () => queue.DeadLetter(token, Properties(rejected.Error?.Info)), new Rejected()),
        _ => new(BrokerOperation.Abandon, () => throw Unknown(state?.GetType().Name ?? "nothing"), new Released()),
    };

    /// <summary>By a request to what manages the subscription, of a client that has lost that link: <c>com.microsoft:update-disposition</c>.</summary>
    public static Settlement Of(Map request, Guid token, MessageQueue queue) => request["disposition-status"] switch
    {
        "completed" => Of(new Accepted(), token, queue),
        "abandoned" => new(BrokerOperation.Abandon, () => queue.Abandon(token, Properties(request["properties-to-modify"] as Map)), new Accepted()),
        "suspended" => new(BrokerOperation.DeadLetter, () => queue.DeadLetter(token, DeadLetter(request)), new Accepted()),
        var other => new(BrokerOperation.Abandon, () => throw Unknown(other), new Accepted()),
    };

    private static IEnumerable<KeyValuePair<string, object?>> DeadLetter(Map request) =>
    [
        .. Properties(request["properties-to-modify"] as Map),
        .. Named("DeadLetterReason", request["deadletter-reason"]),
        .. Named("DeadLetterErrorDescription", request["deadletter-description"]),
    ];

    private static IEnumerable<KeyValuePair<string, object?>> Named(string name, object? value) =>
        value is null ? [] : [KeyValuePair.Create<string, object?>(name, value)];

    private static IEnumerable<KeyValuePair<string, object?>> Properties(Map? map) =>
        map is null ? [] : [.. map.Keys.Select(key => KeyValuePair.Create<string, object?>(key.ToString()!, map[key]))];

    private static Amqp.AmqpException Unknown(object what) => Conditions.Refusal(Conditions.NotImplemented, $"This broker does not know how to {what}.");
}
