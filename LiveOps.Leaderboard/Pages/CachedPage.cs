namespace LiveOps.Leaderboard.Pages;

/// <summary>
/// A page as it was at one moment. Whoever registers it, under the state's gate, holds <see cref="Making"/> until the body is there;
/// others who find it meanwhile wait for that lock, so a page is computed once per change.
/// </summary>
internal sealed class CachedPage(int offset, int limit, bool? final)
{
    /// <summary>Behind everything.</summary>
    public static readonly (long Key, long Time) Farthest = (long.MaxValue, long.MaxValue);

    public readonly Lock Making = new();

    public int Offset { get; } = offset;

    public int Limit { get; } = limit;

    /// <summary>What it says of itself: null of a running period, which is another page once that is past.</summary>
    public bool? Final { get; } = final;

    /// <summary>Where the last row lies: a move of an entry from behind it to behind it does not change the page.</summary>
    public (long Key, long Time) End { get; set; } = Farthest;

    /// <summary>Null while it is being made.</summary>
    public PageBody? Body { get; set; }

    /// <summary>Whose it is, for eviction; null once dropped.</summary>
    public CachedPages? Owner { get; set; }
}
