namespace LiveOps.Progression.Players;

/// <summary>An array that grows by pages: nothing is copied when it does, and no more than a page is ever unused.</summary>
internal sealed class PagedArray<T> where T : struct
{
    private const int Shift = 12;
    private const int Mask = (1 << Shift) - 1;

    private T[][] _pages = [];
    private int _used;

    public ref T this[int index] => ref _pages[index >> Shift][index & Mask];

    /// <summary>Makes room for an index; what was never written is <c>default</c>.</summary>
    public void Reserve(int index)
    {
        while (index >= _used << Shift)
        {
            if (_used == _pages.Length)
                Array.Resize(ref _pages, Math.Max(8, _pages.Length * 2));
            _pages[_used++] = new T[1 << Shift];
        }
    }
}
