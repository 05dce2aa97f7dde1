using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// What a group takes for granted, since its transaction fails where it is not so: that none of its ids was counted before, and that entries which are not known are not there.
/// A wrong guess costs an attempt, so what was wrong lately is guessed ever more seldom. For one group at a time.
/// </summary>
internal sealed class Guesses
{
    private readonly Doubt _new = new(), _absent = new();
    private bool _nothingFound;

    /// <summary>Whether ids are written as new, and not asked for.</summary>
    public bool AreNew => !_new.IsLeft;

    /// <summary>Whether unknown entries are written as new, and not asked for: then all of a group is written at once.</summary>
    public bool AreAbsent => AreNew && _nothingFound && !_absent.IsLeft;

    /// <summary>One of the ids was there: its message comes again.</summary>
    public void WereOld() => _new.End(isCommitted: false, wentByKnown: true);

    /// <summary>One of the entries was there.</summary>
    public void WereThere() => _absent.End(isCommitted: false, wentByKnown: true);

    /// <summary>Unknown entries were read.</summary>
    /// <param name="anyFound">Whether any was there: after a start, or a change of the catalogue, mostly all are.</param>
    public void Read(bool anyFound) => _nothingFound = !anyFound;

    /// <summary>A group is written, to be committed.</summary>
    /// <param name="ids">Whether its ids were guessed.</param>
    /// <param name="entries">Whether its unknown entries were; null where none was unknown, which says nothing.</param>
    public void Held(bool ids, bool? entries)
    {
        _new.End(isCommitted: true, wentByKnown: ids);
        if (entries is { } guessed)
            _absent.End(isCommitted: true, wentByKnown: guessed);
    }
}
