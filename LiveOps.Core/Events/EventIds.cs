using LiveOps.Core.Ids;

namespace LiveOps.Core.Events;

/// <summary>The hashes of a batch's event ids, all made before the first is looked up, so that their places can be asked for. For one thread.</summary>
public sealed class EventIds
{
    private readonly UInt128[] _hashes = new UInt128[EventBatch.MaxEvents];

    /// <summary>One hash for each event, in order; holds until the next call.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="only">Of events of this type; null for all.</param>
    public ReadOnlySpan<UInt128> Of(EventBatch batch, EventType? only = null)
    {
        int count = 0;
        foreach (GameEvent e in batch)
        {
            if (only is { } type && e.Type != type)
                continue;
            _hashes[count++] = IdHash.Of(e.Id);
        }

        return _hashes.AsSpan(0, count);
    }
}
