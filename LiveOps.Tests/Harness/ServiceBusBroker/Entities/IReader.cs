using Amqp;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>Who reads from a queue: a client's link.</summary>
internal interface IReader
{
    /// <summary>Whether what it is sent is done with when sent: receive-and-delete.</summary>
    bool Deletes { get; }

    /// <summary>How many messages the client would take now.</summary>
    int Credit { get; }

    /// <summary>Whether something handed out to it has yet to be written to its connection.</summary>
    bool IsSending { get; }

    /// <summary>Takes one from the credit that the client gave; false when there is none.</summary>
    bool TryUseCredit();

    /// <summary>Sends a message, soon, in the order of the calls. Called under the queue's lock: it must not wait.</summary>
    void Send(Message message, Guid lockToken);
}
