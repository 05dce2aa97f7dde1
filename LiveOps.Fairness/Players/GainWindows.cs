using LiveOps.Fairness.Conduct;

namespace LiveOps.Fairness.Players;

/// <summary>The gain windows of a shard's players, in pages beside <see cref="PlayerTable"/>'s. Memory only.</summary>
internal sealed class GainWindows
{
    private GainWindow[][] _pages = [];
    private string _layout = "";
    private int _perPlayer;

    /// <summary>Takes up a policy's layout; when it is another than before, what was counted is forgotten.</summary>
    public void Use(string layout, int perPlayer)
    {
        if (ReferenceEquals(layout, _layout))
            return;
        if (layout != _layout)
        {
            _pages = [];
            _perPlayer = perPlayer;
        }

        _layout = layout;
    }

    /// <summary>A player's windows.</summary>
    public Span<GainWindow> Of(int player)
    {
        int page = player >> PlayerTable.PageBits;
        while (page >= _pages.Length)
            Volatile.Write(ref _pages, [.. _pages, new GainWindow[_perPlayer << PlayerTable.PageBits]]);
        return _pages[page].AsSpan((player & PlayerTable.PageMask) * _perPlayer, _perPlayer);
    }

    /// <summary>Asks for a player's windows; also while another thread changes the table.</summary>
    public void Prefetch(int player)
    {
        GainWindow[][] pages = Volatile.Read(ref _pages);
        if (player < 0 || player >> PlayerTable.PageBits >= pages.Length)
            return;
        GainWindow[] page = pages[player >> PlayerTable.PageBits];
        int perPlayer = page.Length >> PlayerTable.PageBits, at = (player & PlayerTable.PageMask) * perPlayer;
        if (perPlayer == 0)
            return;
        Core.Ids.Prefetch.Of(in page[at]);
        Core.Ids.Prefetch.Of(in page[at + perPlayer - 1]);
    }
}
