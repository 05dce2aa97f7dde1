namespace LiveOps.Gateway.Idempotency;

/// <summary>
/// What the newest accepted events said, by sixteen bits of each, so that a duplicate that says something else can be told: about 260,000 of them in 2 MB, which
/// a processor's cache holds, each in the one place that its hash names, where the next that belongs there takes its place. Nothing depends on it but a metric, so it is in no snapshot.
/// </summary>
internal sealed class EventContents
{
    private const int Places = 1 << 18;
    private const int ContentBits = 16;

    private readonly ulong[] _held = new ulong[Places]; // the upper bits of the hash, then the content

    /// <summary>Takes note of an event.</summary>
    public void Add(UInt128 hash, ushort content) => Volatile.Write(ref _held[PlaceOf(hash)], Entry(hash, content));

    /// <summary>Whether it is known that the event of that hash said something else.</summary>
    public bool IsOther(UInt128 hash, ushort content)
    {
        ulong held = Volatile.Read(ref _held[PlaceOf(hash)]), asked = Entry(hash, content);
        return held != asked && held >> ContentBits == asked >> ContentBits;
    }

    private static int PlaceOf(UInt128 hash) => (int)((ulong)hash & (Places - 1));

    private static ulong Entry(UInt128 hash, ushort content) => (ulong)(hash >> 64) << ContentBits | content;
}
