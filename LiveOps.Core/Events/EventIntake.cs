namespace LiveOps.Core.Events;

/// <summary>What was read from one request: the valid events, where each stood, and those that are not valid. Lent again and again.</summary>
public sealed class EventIntake
{
    private readonly int[] _indexes = new int[EventBatch.MaxEvents];

    /// <summary>The valid events, in order.</summary>
    public EventBatchBuilder Events { get; } = new();

    /// <summary>The others.</summary>
    public List<Rejection> Rejected { get; } = [];

    /// <summary>The one player whose events are taken; null for everybody's. Not forgotten by <see cref="Clear"/>.</summary>
    public byte[]? Only { get; set; }

    /// <summary>Room for the texts of the event at hand that were written with escapes.</summary>
    internal byte[] Texts { get; } = new byte[EventFields.TextLength];

    /// <summary>Where in the request the n-th valid event stood.</summary>
    public int IndexOf(int n) => _indexes[n];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Events.Clear();
        Rejected.Clear();
    }

    /// <summary>Copies the valid events that are not dropped; the target is cleared first. Rejections stay here.</summary>
    /// <param name="target">Another intake.</param>
    /// <param name="drop">Whether to leave the n-th event out.</param>
    public void CopyTo(EventIntake target, ReadOnlySpan<bool> drop)
    {
        target.Clear();
        int n = 0;
        foreach (GameEvent e in Events.Seal(0))
        {
            if (!drop[n])
                target.Add(_indexes[n], e);
            n++;
        }
    }

    internal void Add(int index, in GameEvent e)
    {
        _indexes[Events.Count] = index;
        Events.Append(e);
    }
}
