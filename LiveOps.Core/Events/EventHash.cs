using LiveOps.Core.Ids;

namespace LiveOps.Core.Events;

/// <summary>What tells one event from another: its player and its id. The same on every machine and in every version, so that it may be stored.</summary>
public static class EventHash
{
    /// <summary>The hash of an event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="former">Whether its batch is of the former kind, <see cref="EventBatch.HasFormerIds"/>: then of its id alone.</param>
    public static UInt128 Of(in GameEvent e, bool former = false) => former ? IdHash.Of(e.Id) : IdHash.Of(e.PlayerId, e.Id);

    /// <summary>Sixteen bits of what an event says besides whose it is: enough to tell that an id was used again for something else.</summary>
    public static ushort ContentOf(in GameEvent e)
    {
        ulong content = (ulong)IdHash.Of(e.Subject) + (byte)e.Type * 0x9e3779b97f4a7c15 + (ulong)e.OccurredAt * 0xc2b2ae3d27d4eb4f + (ulong)e.Value * 0x165667b19e3779f9;
        return (ushort)((content ^ content >> 32) * 0x9e3779b97f4a7c15 >> 48);
    }
}
