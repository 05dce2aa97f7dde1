namespace Azure.Messaging.ServiceBus;

/// <summary>Why an operation failed.</summary>
public enum ServiceBusFailureReason
{
    /// <summary>None of the others.</summary>
    GeneralError = 0,

    /// <summary>No entity has this name.</summary>
    MessagingEntityNotFound = 1,

    /// <summary>The message is not locked by this receiver any more: it was, or will be, delivered again.</summary>
    MessageLockLost = 2,

    /// <summary>There is no such message.</summary>
    MessageNotFound = 3,

    /// <summary>The message, or the batch, is larger than the entity takes.</summary>
    MessageSizeExceeded = 4,

    /// <summary>The entity was disabled.</summary>
    MessagingEntityDisabled = 5,

    /// <summary>The entity is full.</summary>
    QuotaExceeded = 6,

    /// <summary>The service throttles.</summary>
    ServiceBusy = 7,

    /// <summary>No answer in time: the operation may have happened.</summary>
    ServiceTimeout = 8,

    /// <summary>The connection broke, or there is none.</summary>
    ServiceCommunicationProblem = 9,
}
