using Amqp;
using Amqp.Framing;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Entities;

/// <summary>
/// The error conditions that the service answers with, https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-troubleshoot; what the client makes of
/// each stands in its AmqpExceptionHelper.
/// </summary>
internal static class Conditions
{
    public const string NotFound = "amqp:not-found";
    public const string Unauthorized = "amqp:unauthorized-access";
    public const string NotAllowed = "amqp:not-allowed";
    public const string NotImplemented = "amqp:not-implemented";
    public const string InternalError = "amqp:internal-error";
    public const string QuotaExceeded = "amqp:resource-limit-exceeded";
    public const string MessageSizeExceeded = "amqp:link:message-size-exceeded";
    public const string LockLost = "com.microsoft:message-lock-lost";
    public const string MessageNotFound = "com.microsoft:message-not-found";
    public const string ServerBusy = "com.microsoft:server-busy";
    public const string Timeout = "com.microsoft:timeout";
    public const string EntityDisabled = "com.microsoft:entity-disabled";

    /// <summary>In what a client sends: it asks for a message to be dead-lettered.</summary>
    public const string DeadLetter = "com.microsoft:dead-letter";

    /// <summary>What an operation is refused with.</summary>
    public static AmqpException Refusal(string condition, string description) => new(new Error(condition) { Description = description });
}
