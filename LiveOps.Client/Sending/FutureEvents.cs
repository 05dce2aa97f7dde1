using System.Buffers.Text;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;

namespace LiveOps.Client.Sending;

/// <summary>
/// Events from a device whose clock was ahead before the client had learned the server's time: none has happened later than now, and so they say when they are cut
/// into a batch. A batch that is sent again says the same.
/// </summary>
internal sealed class FutureEvents
{
    private readonly byte[] _now = new byte[EventText.TimeLength];
    private long _segment, _offset = -1;

    /// <summary>The time was learned anew: the batch is cut anew, too.</summary>
    public void Forget() => _offset = -1;

    /// <summary>Sets times that are ahead to now.</summary>
    /// <param name="batch">The events; their bytes change.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="isKnown">Whether it is known; else nothing is changed.</param>
    public void Apply(Batch batch, DateTimeOffset now, bool isKnown)
    {
        if (!isKnown)
            return;
        if (batch.Segment != _segment || batch[0].Offset != _offset)
        {
            (_segment, _offset) = (batch.Segment, batch[0].Offset);
            Utf8Formatter.TryFormat(now.UtcDateTime, _now, out _, 'O');
        }

        for (int i = 0; i < batch.Count; i++)
        {
            Span<byte> at = EventText.TimeOf(batch.TextOf(i));
            if (at.SequenceCompareTo(_now) > 0)
                _now.CopyTo(at);
        }
    }
}
