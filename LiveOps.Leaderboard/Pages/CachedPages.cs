namespace LiveOps.Leaderboard.Pages;

/// <summary>The pages that were made of one period's ranking and still hold. Touched only under the state's gate.</summary>
internal sealed class CachedPages
{
    private const int MostPages = 8; // a write looks at each

    private List<CachedPage>? _pages;

    public CachedPage? Find(int offset, int limit, bool? final)
    {
        for (int i = 0; i < _pages?.Count; i++)
        {
            if (_pages[i].Offset == offset && _pages[i].Limit == limit && _pages[i].Final == final)
                return _pages[i];
        }

        return null;
    }

    public void Add(CachedPage page)
    {
        _pages ??= new List<CachedPage>(1);
        if (_pages.Count == MostPages)
            Drop(0);
        page.Owner = this;
        _pages.Add(page);
    }

    public void Remove(CachedPage page) => Drop(_pages!.IndexOf(page));

    /// <summary>Everything may have changed.</summary>
    public void Clear()
    {
        for (int i = (_pages?.Count ?? 0) - 1; i >= 0; i--)
            Drop(i);
    }

    /// <summary>An entry moved, and nothing else: only pages that end behind its old or new place have changed.</summary>
    public void Moved((long Key, long Time) from, (long Key, long Time) to)
    {
        for (int i = (_pages?.Count ?? 0) - 1; i >= 0; i--)
        {
            (long, long) end = _pages![i].End;
            if (from.CompareTo(end) <= 0 || to.CompareTo(end) <= 0)
                Drop(i);
        }
    }

    private void Drop(int index)
    {
        _pages![index].Owner = null;
        _pages.RemoveAt(index);
    }
}
