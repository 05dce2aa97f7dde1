using LiveOps.Core.Events;

namespace LiveOps.Gateway.Idempotency;

/// <summary>The events that this gateway accepted, and what the newest of them said. One thread adds; others may ask meanwhile.</summary>
internal sealed class AcceptedEvents(RequestMemoryOptions options)
{
    private readonly RecentEvents _events = new(options.RememberIds, options.MaxIds);
    private readonly EventContents _contents = new();

    /// <summary>Remembers the events of a batch.</summary>
    public void Add(EventBatch batch)
    {
        Span<ushort> contents = stackalloc ushort[batch.HasFormerIds ? 0 : batch.Count];
        _events.Add(batch, contents);
        for (int i = 0; i < contents.Length; i++)
            _contents.Add(_events.Hashes[i], contents[i]);
    }

    /// <inheritdoc cref="RecentEvents.MarkKnown"/>
    public int MarkKnown(EventBatch batch, ReadOnlySpan<UInt128> hashes, Span<bool> known) => _events.MarkKnown(batch, hashes, known);

    /// <inheritdoc cref="EventContents.IsOther"/>
    public bool SaidOther(UInt128 hash, ushort content) => _contents.IsOther(hash, content);

    /// <inheritdoc cref="RecentEvents.SaveParts"/>
    public void SaveParts(BinaryWriter writer, Lock gate) => _events.SaveParts(writer, gate);

    /// <summary>Replaces all with what was saved.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="format">The gateway's snapshot format: in 2 ids were everybody's, in 1 they lay in one part too.</param>
    public void Load(BinaryReader reader, byte format)
    {
        if (format == 1)
            _events.LoadFormer(reader);
        else if (format == 2)
            _events.LoadFormerParts(reader);
        else
            _events.LoadParts(reader);
    }
}
