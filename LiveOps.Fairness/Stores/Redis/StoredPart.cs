namespace LiveOps.Fairness.Stores.Redis;

/// <summary>One of a player's three parts: as it was read, and as it is to be written.</summary>
internal sealed class StoredPart(byte[] key)
{
    /// <summary>Where the stamp is in a part: behind the format's version.</summary>
    public const int StampAt = 1, StampLength = 8;

    /// <summary>Its key.</summary>
    public byte[] Key { get; } = key;

    /// <summary>Whether <see cref="Was"/> has been read.</summary>
    public bool IsRead { get; private set; }

    /// <summary>What Redis had; null for nothing.</summary>
    public byte[]? Was { get; private set; }

    /// <summary>The stamp of what Redis had; empty for nothing.</summary>
    public byte[] Stamp => Was is null ? [] : Was[StampAt..(StampAt + StampLength)];

    /// <summary>What it is to have, if it still has what it had; null for no change, empty for nothing any more.</summary>
    public byte[]? Next { get; private set; }

    /// <summary>Milliseconds after which Redis forgets it.</summary>
    public long Lifetime { get; private set; }

    public void Read(byte[]? value)
    {
        Was = value is { Length: >= StampAt + StampLength } ? value : null;
        IsRead = true;
        Next = null;
    }

    /// <summary>Asks for it to be replaced.</summary>
    /// <param name="next">By what; empty to delete it.</param>
    /// <param name="lifetime">Ticks after which it is forgotten.</param>
    public void Replace(byte[] next, long lifetime)
    {
        Next = next;
        Lifetime = Math.Max(1, lifetime / TimeSpan.TicksPerMillisecond);
    }
}
