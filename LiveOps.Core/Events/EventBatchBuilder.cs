using System.Buffers.Binary;

namespace LiveOps.Core.Events;

/// <summary>Builds an <see cref="EventBatch"/> in a buffer that is lent again and again. Not safe for use from two threads.</summary>
public sealed class EventBatchBuilder
{
    private byte[] _buffer = new byte[1024];
    private int _length = EventBatch.HeaderLength;

    /// <summary>How many events were appended.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all events; keeps the buffer.</summary>
    public void Clear()
    {
        _length = EventBatch.HeaderLength;
        Count = 0;
    }

    /// <summary>Appends one event. Its texts are at most 255 bytes each.</summary>
    public void Append(in GameEvent e)
    {
        if (Count == EventBatch.MaxEvents)
            throw new InvalidOperationException($"a batch holds at most {EventBatch.MaxEvents} events");
        int id = e.Id.Length, player = e.PlayerId.Length, subject = e.Subject.Length;
        int length = EventBatch.EventHeaderLength + id + player + subject;
        Span<byte> at = Reserve(length).Slice(_length, length);
        at[0] = (byte)e.Type;
        at[1] = checked((byte)id);
        at[2] = checked((byte)player);
        at[3] = checked((byte)subject);
        BinaryPrimitives.WriteInt64LittleEndian(at[4..], e.OccurredAt);
        BinaryPrimitives.WriteInt64LittleEndian(at[12..], e.Value);
        at = at[EventBatch.EventHeaderLength..];
        e.Id.CopyTo(at);
        e.PlayerId.CopyTo(at[id..]);
        e.Subject.CopyTo(at[(id + player)..]);
        _length += length;
        Count++;
    }

    /// <summary>
    /// Writes header and trailer around the events. May be called again after more events or with other values; the batch is a view of
    /// this builder's buffer and holds until the next call of any method.
    /// </summary>
    /// <param name="acceptedAt">Unix time in ticks of 100 ns of the first event; the n-th gets n more.</param>
    /// <param name="traceParent">W3C traceparent in ASCII, or empty; at most 255 bytes.</param>
    /// <param name="origin">The gateway's own bytes.</param>
    /// <param name="unverified">Whether Fairness could not be asked.</param>
    public EventBatch Seal(long acceptedAt, ReadOnlySpan<byte> traceParent = default, ReadOnlySpan<byte> origin = default, bool unverified = false)
    {
        int trailer = traceParent.Length + origin.Length;
        Span<byte> buffer = Reserve(trailer);
        buffer[0] = EventBatch.Version;
        buffer[1] = (byte)(EventBatch.IdsOfPlayersFlag | (unverified ? EventBatch.UnverifiedFlag : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[2..], (ushort)Count);
        BinaryPrimitives.WriteInt64LittleEndian(buffer[4..], acceptedAt);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[12..], _length - EventBatch.HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[16..], origin.Length);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[EventBatch.TraceLengthAt..], checked((byte)traceParent.Length));
        traceParent.CopyTo(buffer[_length..]);
        origin.CopyTo(buffer[(_length + traceParent.Length)..]);
        return EventBatch.Trusted(_buffer.AsMemory(0, _length + trailer));
    }

    private Span<byte> Reserve(int more)
    {
        if (_buffer.Length - _length < more)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Max(_buffer.Length * 2, _length + more));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            _buffer = larger;
        }

        return _buffer;
    }
}
