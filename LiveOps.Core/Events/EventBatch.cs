using System.Buffers.Binary;
using LiveOps.Core.Bus;

namespace LiveOps.Core.Events;

/// <summary>
/// A batch of events as it travels on the bus and lies in the journal; format version 1, little-endian:
/// <code>
/// header   u8 version=1 | u8 flags | u16 count | i64 acceptedAt | u32 length of events | u32 length of origin | u8 length of traceparent | 3 × u8 0
/// events   count times: u8 type | u8 len id | u8 len player | u8 len subject | i64 occurredAt (ms) | i64 value | id | player | subject
/// trailer  traceparent (ASCII) | origin (the gateway's own: which request this was)
/// </code>
/// flags: 1 accepted without a verdict, 2 ids are their players' (all batches but those of former versions).
/// The n-th event was accepted at <c>acceptedAt + n</c>. A view over bytes it does not own.
/// </summary>
public readonly struct EventBatch
{
    /// <summary>Bytes before the first event.</summary>
    public const int HeaderLength = 24;

    /// <summary>Bytes of an event before its texts.</summary>
    public const int EventHeaderLength = 20;

    /// <summary>The most events in a batch.</summary>
    public const int MaxEvents = 1000;

    internal const byte Version = 1;
    internal const byte UnverifiedFlag = 1;
    internal const byte IdsOfPlayersFlag = 2;
    internal const int TraceLengthAt = 20;

    private readonly ReadOnlyMemory<byte> _bytes;

    private EventBatch(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>The whole batch, as sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>How many events it holds.</summary>
    public int Count => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Span[2..]);

    /// <summary>When the first event was accepted: Unix time in ticks of 100 ns.</summary>
    public long AcceptedAt => BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span[4..]);

    /// <summary>Accepted while Fairness could not be asked and the policy said to let events through.</summary>
    public bool Unverified => (_bytes.Span[1] & UnverifiedFlag) != 0;

    /// <summary>Accepted by a gateway of the time when an id was everybody's, and not its player's: <see cref="EventHash"/> is then of the id alone.</summary>
    public bool HasFormerIds => (_bytes.Span[1] & IdsOfPlayersFlag) == 0;

    private int EventsLength => BinaryPrimitives.ReadInt32LittleEndian(_bytes.Span[12..]);

    /// <summary>The W3C <c>traceparent</c> of the request that brought it, in ASCII; may be empty.</summary>
    public ReadOnlySpan<byte> TraceParent => _bytes.Span.Slice(HeaderLength + EventsLength, _bytes.Span[TraceLengthAt]);

    /// <summary>What the gateway wrote for itself; may be empty.</summary>
    public ReadOnlySpan<byte> Origin => _bytes.Span[(HeaderLength + EventsLength + _bytes.Span[TraceLengthAt])..];

    /// <summary>Reads a batch from bytes that came from elsewhere; false when they are no whole batch of a known version.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out EventBatch batch)
    {
        batch = default;
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < HeaderLength || span[0] != Version)
            return false;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(span[2..]);
        long events = BinaryPrimitives.ReadUInt32LittleEndian(span[12..]);
        if (count > MaxEvents || HeaderLength + events + span[TraceLengthAt] + BinaryPrimitives.ReadUInt32LittleEndian(span[16..]) != span.Length)
            return false;
        span = span.Slice(HeaderLength, (int)events);
        for (int i = 0; i < count; i++)
        {
            if (span.Length < EventHeaderLength || span[0] is < (byte)EventType.XpGained or > (byte)EventType.CounterAdded)
                return false;
            int length = EventHeaderLength + span[1] + span[2] + span[3];
            if (span.Length < length)
                return false;
            span = span[length..];
        }

        if (!span.IsEmpty)
            return false;
        batch = new EventBatch(bytes);
        return true;
    }

    /// <summary>Wraps bytes that this process wrote or has already checked.</summary>
    public static EventBatch Trusted(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>How many events a message says that it carries, read from its header alone: it need not be whole.</summary>
    public static int CountOf(in BusMessage message) =>
        message.Kind == BusMessageKind.Events && message.Payload.Length >= HeaderLength ? Trusted(message.Payload).Count : 0;

    /// <summary>The events, in order of acceptance.</summary>
    public Enumerator GetEnumerator() => new(_bytes.Span.Slice(HeaderLength, EventsLength), AcceptedAt);

    /// <summary>Walks the events of a batch.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private long _acceptedAt;

        internal Enumerator(ReadOnlySpan<byte> events, long acceptedAt)
        {
            _rest = events;
            _acceptedAt = acceptedAt - 1;
        }

        /// <summary>The event at hand.</summary>
        public GameEvent Current { get; private set; }

        /// <summary>Goes to the next event; false past the last.</summary>
        public bool MoveNext()
        {
            ReadOnlySpan<byte> rest = _rest;
            if (rest.IsEmpty)
                return false;
            int id = rest[1], player = rest[2], subject = rest[3];
            Current = new GameEvent
            {
                Type = (EventType)rest[0],
                OccurredAt = BinaryPrimitives.ReadInt64LittleEndian(rest[4..]),
                Value = BinaryPrimitives.ReadInt64LittleEndian(rest[12..]),
                Id = rest.Slice(EventHeaderLength, id),
                PlayerId = rest.Slice(EventHeaderLength + id, player),
                Subject = rest.Slice(EventHeaderLength + id + player, subject),
                AcceptedAt = ++_acceptedAt,
            };
            _rest = rest[(EventHeaderLength + id + player + subject)..];
            return true;
        }
    }
}
