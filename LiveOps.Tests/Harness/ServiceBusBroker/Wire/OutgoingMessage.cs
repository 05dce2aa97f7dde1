using Amqp;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>A message on its way to a client, with the lock that its delivery tag tells.</summary>
internal sealed class OutgoingMessage : Message
{
    public OutgoingMessage(Message message, Guid lockToken)
    {
        LockToken = lockToken;
        Header = message.Header;
        DeliveryAnnotations = message.DeliveryAnnotations;
        MessageAnnotations = message.MessageAnnotations;
        Properties = message.Properties;
        ApplicationProperties = message.ApplicationProperties;
        BodySection = message.BodySection;
        Footer = message.Footer;
    }

    public Guid LockToken { get; }
}
