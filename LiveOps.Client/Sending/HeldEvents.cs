using LiveOps.Client.Outboxes;

namespace LiveOps.Client.Sending;

/// <summary>
/// Events of other players than the key's: they move to the end and wait for a key of theirs, or of the game. It counts them as they move, and so knows when all have
/// been seen and nothing else waits: then they move no more, until an event comes or the key changes.
/// </summary>
internal sealed class HeldEvents
{
    private string? _only;
    private long _added, _seen;
    private bool _isAll;

    /// <summary>Whether nothing but such events waits, as it was found before.</summary>
    public bool IsStill(Outbox outbox, string? only)
    {
        long added = outbox.Added;
        if (added != _added || only != _only)
            (_added, _only, _seen, _isAll) = (added, only, 0, false);
        return _isAll;
    }

    /// <summary>The first events of the outbox are such: whether they, and those that moved before them, are all that waits.</summary>
    public bool IsAll(Outbox outbox, int count)
    {
        _isAll = _seen + count >= outbox.Counts.Waiting;
        _seen += count;
        return _isAll;
    }

    /// <summary>There was another.</summary>
    public void Reset() => (_seen, _isAll) = (0, false);
}
