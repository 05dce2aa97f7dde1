using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Azure.Messaging.ServiceBus;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Bus.Delivery;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// How a <see cref="BusMessage"/> travels: the payload is the body, as it is; what a tool or a filter may want to know stands in
/// the application properties.
/// </summary>
internal static class Envelope
{
    /// <summary>The number of a <see cref="BusMessageKind"/>.</summary>
    public const string Kind = "kind";

    /// <summary>How many events it holds.</summary>
    public const string Events = "events";

    /// <summary>The W3C <c>traceparent</c> of the request that brought it.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>The only consumer it is for, where it is a dead letter given to it again.</summary>
    public const string To = "to";

    /// <summary>How often applying it failed.</summary>
    public const string Failures = "failures";

    /// <summary>When it was set aside: Unix milliseconds, a number that tools in JavaScript can read (findings/servicebus-js-whole-numbers-become-objects.sh); of a former version in ticks.</summary>
    public const string SetAsideAt = "set-aside-at";

    private const string ContentType = "application/vnd.liveops.batch";

    // Milliseconds are no more for 30,000 years, ticks no fewer since the year 4.
    private const long FirstTicks = 1_000_000_000_000_000;

    /// <summary>The time that <see cref="SetAsideAt"/> says.</summary>
    public static DateTimeOffset TimeOf(long setAsideAt) =>
        setAsideAt is >= FirstTicks and <= 3_155_378_975_999_999_999 ? new DateTimeOffset(setAsideAt, TimeSpan.Zero) : DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(setAsideAt, 0, 253_402_300_799_999));

    /// <summary>A message to be sent, with a payload of its own.</summary>
    /// <param name="message">The message.</param>
    /// <param name="to">The only consumer it is for, and an id; null for all.</param>
    public static ServiceBusMessage Wrap(BusMessage message, (string Consumer, string Id)? to)
    {
        bool isBatch = IsBatch(message.Kind, message.Payload, out EventBatch batch);
        var wrapped = new ServiceBusMessage(BinaryData.FromBytes(message.Payload.ToArray()))
        {
            MessageId = to?.Id ?? (isBatch ? IdOf(batch) : Guid.NewGuid().ToString("n")),
            ContentType = ContentType,
            Subject = message.Kind.ToString(),
        };
        wrapped.ApplicationProperties[Kind] = (int)message.Kind;
        if (to is { Consumer: var consumer })
            wrapped.ApplicationProperties[To] = consumer;
        if (isBatch)
        {
            wrapped.ApplicationProperties[Events] = batch.Count;
            if (!batch.TraceParent.IsEmpty)
                wrapped.ApplicationProperties[TraceParent] = Encoding.ASCII.GetString(batch.TraceParent);
        }

        return wrapped;
    }

    /// <summary>A received message; false when it is none that this version knows.</summary>
    public static bool TryUnwrap(ServiceBusReceivedMessage received, out BusMessage message)
    {
        message = new BusMessage(KindOf(received), received.Body.ToMemory());
        return KnownMessages.Contains(message);
    }

    public static BusMessageKind KindOf(ServiceBusReceivedMessage received) =>
        received.ApplicationProperties.GetValueOrDefault(Kind) is int kind and >= 0 and <= byte.MaxValue ? (BusMessageKind)kind : 0;

    public static int EventsOf(ServiceBusReceivedMessage received) => received.ApplicationProperties.GetValueOrDefault(Events) is int events ? events : 0;

    public static int FailuresOf(ServiceBusReceivedMessage received) => received.ApplicationProperties.GetValueOrDefault(Failures) is int failures ? failures : 0;

    /// <summary>Whether it is for a consumer: all are, but those given again to one alone.</summary>
    public static bool IsFor(ServiceBusReceivedMessage received, string consumer) =>
        received.ApplicationProperties.GetValueOrDefault(To) is not string only || only == consumer;

    private static bool IsBatch(BusMessageKind kind, ReadOnlyMemory<byte> payload, out EventBatch batch)
    {
        batch = default;
        return kind == BusMessageKind.Events && EventBatch.TryRead(payload, out batch);
    }

    // The same events in the same order have the same id, so a client that sends them again within the topic's window is caught by the service
    // already. All else has an id of its own, which only our own tries to send it share: a player may be erased twice.
    private static string IdOf(EventBatch batch)
    {
        UInt128 hash = 0;
        Span<byte> pair = stackalloc byte[32];
        foreach (GameEvent e in batch)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(pair, hash);
            BinaryPrimitives.WriteUInt128LittleEndian(pair[16..], EventHash.Of(e));
            hash = IdHash.Of(pair);
        }

        return "e" + hash.ToString("x32", CultureInfo.InvariantCulture);
    }
}
