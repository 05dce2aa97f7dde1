namespace LiveOps.Client.Outboxes;

/// <summary>The next events of an outbox, in order. One is used again and again.</summary>
internal sealed class Batch
{
    private readonly List<KeptEvent> _events = new();

    /// <summary>What was read of the segment, decrypted.</summary>
    public byte[] Bytes { get; private set; } = new byte[64 << 10];

    public long Segment { get; private set; }

    public IReadOnlyList<KeptEvent> Events => _events;

    public int Count => _events.Count;

    public Span<byte> TextOf(int index) => Bytes.AsSpan(_events[index].Start, _events[index].Length);

    public void Begin(long segment, int room)
    {
        Segment = segment;
        _events.Clear();
        if (Bytes.Length < room)
            Bytes = new byte[room];
    }

    public void Add(KeptEvent one) => _events.Add(one);

    public KeptEvent this[int index] => _events[index];
}
