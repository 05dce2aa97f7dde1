namespace LiveOps.Leaderboard.Pages;

/// <summary>
/// Bounds what all cached pages of the service take together: 256 of them, at most about 110 bytes a row and 1,000 rows each, the one
/// registered longest ago goes first. Touched only under the state's gate.
/// </summary>
internal sealed class PageCache
{
    private const int MostPages = 256;

    private readonly CachedPage?[] _ring = new CachedPage?[MostPages];
    private int _next;

    public void Add(CachedPage page, CachedPages owner)
    {
        CachedPage? oldest = _ring[_next];
        oldest?.Owner?.Remove(oldest);
        _ring[_next] = page;
        _next = (_next + 1) % MostPages;
        owner.Add(page);
    }
}
