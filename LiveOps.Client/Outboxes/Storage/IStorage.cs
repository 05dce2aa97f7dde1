namespace LiveOps.Client.Outboxes.Storage;

/// <summary>Where an outbox keeps its segments: a folder, or memory.</summary>
internal interface IStorage : IDisposable
{
    /// <summary>The numbers of the segments that are there, rising.</summary>
    IReadOnlyList<long> Segments { get; }

    /// <summary>The few bytes that say how far it was sent.</summary>
    IStoredFile Cursor { get; }

    /// <summary>Makes a segment.</summary>
    IStoredFile Create(long number);

    /// <summary>Opens one that is there.</summary>
    IStoredFile Open(long number);

    /// <summary>Puts one by that cannot be read and that nobody has open: it counts no more, and is not lost.</summary>
    void SetAside(long number);

    /// <summary>Deletes one that nobody has open. It may be gone already.</summary>
    void Delete(long number);
}
