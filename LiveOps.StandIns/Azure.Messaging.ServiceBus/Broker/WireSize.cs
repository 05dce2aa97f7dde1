using System.Text;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>
/// How many bytes a message takes, near enough to its AMQP 1.0 encoding: every section and every value has a head of a few bytes, and the
/// limits count properties as well as the body. In a batch each message has a head of 5 bytes, or 8 from 256 bytes on, as in the SDK's
/// AmqpMessageBatch.
/// </summary>
internal static class WireSize
{
    /// <summary>What an empty batch takes.</summary>
    public const int OfEnvelope = 64;

    private const int OfSections = 64, OfValue = 9;

    public static long Of(ServiceBusMessage message)
    {
        long size = OfSections + message.Body.ToMemory().Length + OfText(message.MessageId) + OfText(message.ContentType) + OfText(message.Subject);
        foreach ((string name, object value) in message.ApplicationProperties)
            size += OfText(name) + (value is string text ? OfText(text) : OfValue);
        return size;
    }

    public static long InBatch(ServiceBusMessage message) => Of(message) is var size && size <= byte.MaxValue ? size + 5 : size + 8;

    private static int OfText(string? text) => text is null ? 1 : 5 + Encoding.UTF8.GetByteCount(text);
}
