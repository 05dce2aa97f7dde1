using Amqp;
using Amqp.Framing;

namespace LiveOps.Tests.Harness.ServiceBusBroker.Wire;

/// <summary>Reads what a client sent: a message, or a batch.</summary>
internal static class IncomingMessages
{
    // A batch is a message of this format: each of its data sections is an encoded message. See BuildAmqpBatchFromMessages in the client's AmqpMessageConverter.
    private const uint BatchFormat = 0x80013700;

    /// <summary>Its messages, each with its id and its bytes.</summary>
    public static IReadOnlyList<(string? Id, byte[] Encoded)> Read(Message transfer)
    {
        if (transfer.Format != BatchFormat)
            return [(IdOf(transfer), BytesOf(transfer))];
        return transfer.BodySection switch
        {
            DataList parts => [.. Enumerable.Range(0, parts.Count).Select(i => Part(parts[i]))],
            Data part => [Part(part)],
            _ => throw new InvalidDataException("A batch has data sections."),
        };
    }

    private static (string? Id, byte[] Encoded) Part(Data part)
    {
        byte[] encoded = part.Binary;
        return (IdOf(Message.Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length))), encoded);
    }

    private static string? IdOf(Message message) => message.Properties?.GetMessageId()?.ToString();

    private static byte[] BytesOf(Message message)
    {
        ByteBuffer buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }
}
