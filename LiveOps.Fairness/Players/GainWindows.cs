using System.Runtime.InteropServices;

namespace LiveOps.Fairness.Players;

/// <summary>The gain windows of a shard's players, in pages beside <see cref="PlayerTable"/>'s. Memory only.</summary>
internal sealed class GainWindows
{
    private readonly List<GainWindow[]> _pages = [];
    private string _layout = "";
    private int _perPlayer;

    /// <summary>Takes up a policy's layout; when it is another than before, what was counted is forgotten.</summary>
    public void Use(string layout, int perPlayer)
    {
        if (ReferenceEquals(layout, _layout))
            return;
        if (layout != _layout)
        {
            _pages.Clear();
            _perPlayer = perPlayer;
        }

        _layout = layout;
    }

    /// <summary>A player's windows.</summary>
    public Span<GainWindow> Of(int player)
    {
        int page = player >> PlayerTable.PageBits;
        while (page >= _pages.Count)
            _pages.Add(new GainWindow[_perPlayer << PlayerTable.PageBits]);
        return CollectionsMarshal.AsSpan(_pages)[page].AsSpan((player & PlayerTable.PageMask) * _perPlayer, _perPlayer);
    }
}
