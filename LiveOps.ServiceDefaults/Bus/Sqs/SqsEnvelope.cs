using System.Globalization;
using System.Text;
using Amazon.SQS.Model;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.Bus.Delivery;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>
/// How a <see cref="BusMessage"/> travels: the payload is the body, in base64, because a body is text of the characters that XML allows; what a tool may want to know stands in
/// the message's attributes.
/// </summary>
internal static class SqsEnvelope
{
    /// <summary>The most bytes of a request, all of its messages together, and so of a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html.</summary>
    public const int MaxRequestBytes = 1024 * 1024;

    /// <summary>The most messages of a request.</summary>
    public const int MaxEntries = 10;

    /// <summary>The most bytes of a message that is published: what a dead letter's attributes say besides must fit as well.</summary>
    public const int MaxMessageBytes = MaxRequestBytes - (8 * 1024);

    /// <summary>The number of a <see cref="BusMessageKind"/>.</summary>
    public const string Kind = "kind";

    /// <summary>How many events it holds.</summary>
    public const string Events = "events";

    /// <summary>The W3C <c>traceparent</c> of the request that brought it.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>Why it was set aside.</summary>
    public const string Reason = "reason";

    /// <summary>How often it was given until then.</summary>
    public const string Deliveries = "deliveries";

    private const string Number = "Number", Text = "String";

    /// <summary>A message to be sent, with a body of its own.</summary>
    /// <exception cref="TooLargeException">It is larger than SQS takes.</exception>
    public static SqsContent Wrap(in BusMessage message)
    {
        var attributes = new Dictionary<string, MessageAttributeValue> { [Kind] = Of((int)message.Kind) };
        if (message.Kind == BusMessageKind.Events && EventBatch.TryRead(message.Payload, out EventBatch batch))
        {
            attributes[Events] = Of(batch.Count);
            if (!batch.TraceParent.IsEmpty)
                attributes[TraceParent] = Of(Encoding.ASCII.GetString(batch.TraceParent));
        }

        var content = new SqsContent(Convert.ToBase64String(message.Payload.Span), attributes);
        return content.Bytes <= MaxMessageBytes ? content : throw new TooLargeException();
    }

    /// <summary>What a message that was received is as a dead letter.</summary>
    public static SqsContent AsLetter(Message received, string reason, int deliveries)
    {
        var attributes = new Dictionary<string, MessageAttributeValue>(received.MessageAttributes ?? [])
        {
            [Reason] = Of(Allowed(DeadLetterText.OneLine(reason))),
            [Deliveries] = Of(deliveries),
        };
        return new SqsContent(received.Body, attributes);
    }

    /// <summary>What a dead letter was before.</summary>
    public static SqsContent AsMessage(Message letter)
    {
        var attributes = new Dictionary<string, MessageAttributeValue>(letter.MessageAttributes ?? []);
        attributes.Remove(Reason);
        attributes.Remove(Deliveries);
        return new SqsContent(letter.Body, attributes);
    }

    /// <summary>A received message; false when it is none that this version knows.</summary>
    public static bool TryUnwrap(Message received, out BusMessage message)
    {
        message = new BusMessage(KindOf(received), PayloadOf(received));
        return KnownMessages.Contains(message);
    }

    public static BusMessageKind KindOf(Message received) => NumberOf(received, Kind) is > 0 and <= byte.MaxValue and var kind ? (BusMessageKind)kind : 0;

    /// <summary>The payload; where the body is no base64, because somebody else sent it, the body's own bytes.</summary>
    public static byte[] PayloadOf(Message received)
    {
        var bytes = new byte[received.Body.Length / 4 * 3];
        if (!Convert.TryFromBase64String(received.Body, bytes, out int written))
            return Encoding.UTF8.GetBytes(received.Body);
        return written == bytes.Length ? bytes : bytes[..written];
    }

    /// <summary>An attribute's number; 0 where it has none.</summary>
    public static int NumberOf(Message received, string name) =>
        received.MessageAttributes?.GetValueOrDefault(name) is { StringValue: { } text } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    /// <summary>An attribute's text; null where it has none.</summary>
    public static string? TextOf(Message received, string name) => received.MessageAttributes?.GetValueOrDefault(name)?.StringValue;

    /// <summary>How often the message was given, this time included.</summary>
    public static int DeliveriesOf(Message received) => (int)Math.Min(int.MaxValue, Math.Max(1, SystemNumberOf(received, "ApproximateReceiveCount")));

    /// <summary>When the message came into its queue.</summary>
    public static DateTimeOffset SentAt(Message received) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(SystemNumberOf(received, "SentTimestamp"), 253_402_300_799_999));

    private static long SystemNumberOf(Message received, string name) =>
        received.Attributes?.GetValueOrDefault(name) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static MessageAttributeValue Of(int number) => new() { DataType = Number, StringValue = number.ToString(CultureInfo.InvariantCulture) };

    private static MessageAttributeValue Of(string text) => new() { DataType = Text, StringValue = text };

    // A text must not be empty, and must hold what XML allows only.
    private static string Allowed(string text)
    {
        string allowed = string.Concat(text.EnumerateRunes().Where(rune => rune.Value is 0x9 or >= 0x20 and <= 0xD7FF or >= 0xE000 and <= 0xFFFD or >= 0x10000).Select(rune => rune.ToString()));
        return allowed.Length > 0 ? allowed : "no reason";
    }
}
