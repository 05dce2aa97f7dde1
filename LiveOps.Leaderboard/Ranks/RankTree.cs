using System.Diagnostics;

namespace LiveOps.Leaderboard.Ranks;

/// <summary>
/// The entries of one window in order of (key, time), each player once: a B+-tree whose branches count what lies below them, with a
/// <see cref="LeafIndex"/> from player to leaf. All in O(log n):
/// <list type="number">
/// <item>An entry of a player: index, which has the key, then a scan of the leaf's players.</item>
/// <item>Its rank: its place in the leaf plus the totals of everything to the left, walking up. No key is compared.</item>
/// <item>The entry of a rank: walking down by totals; those after it along the leaves' links.</item>
/// </list>
/// Costs 20 bytes an entry over leaves that are on average 69 % full after random inserts (29 bytes), and the index. Times must be
/// unique, since a tie is decided by them, or there must be an order of players. Not thread-safe. See docs/decisions/ranking.md.
/// </summary>
internal sealed partial class RankTree
{
    private const int MergeBelow = Leaf.Capacity / 4, MergedAtMost = Leaf.Capacity * 3 / 4;
    private const int BulkFill = Leaf.Capacity * 7 / 8;
    private const int BranchMergeBelow = Branch.Capacity / 4, BranchMergedAtMost = Branch.Capacity * 3 / 4;

    private const int LeafBytes = 1500, BranchBytes = 2300; // with the objects' own

    private readonly LeafIndex _index;
    private readonly IComparer<int>? _ties;
    private readonly Stack<int> _freed = [];
    private Leaf?[] _leaves = new Leaf[1];
    private int _numbered;
    private Node _root;
    private Leaf _last;

    /// <param name="expected">How many entries are about to be appended.</param>
    /// <param name="ties">The order of players whose keys and times are equal; it must not change while one of them has, or had, an entry. Null: no two are equal.</param>
    public RankTree(int expected = 0, IComparer<int>? ties = null)
    {
        _ties = ties;
        _index = new LeafIndex(expected);
        _last = First = NewLeaf();
        _root = First;
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _index.Count;

    /// <summary>How many bytes of memory it takes, to a few percent; more where it is small.</summary>
    public long Bytes => (_numbered - _freed.Count) * (LeafBytes + (2L * BranchBytes / Branch.Capacity)) + _index.Bytes + ((long)_leaves.Length * IntPtr.Size);

    /// <summary>The leaf with the first entries; the others follow by <see cref="Leaf.Next"/>.</summary>
    public Leaf First { get; private set; }

    /// <summary>A player's entry; false when there is none.</summary>
    public bool TryFind(int player, out long key, out long time)
    {
        if (!Locate(player, out Leaf leaf, out int at))
        {
            key = time = 0;
            return false;
        }

        (key, time) = (leaf.Keys[at], leaf.Times[at]);
        return true;
    }

    /// <summary>The key of a player's entry; false when there is none. The cheapest that can be asked.</summary>
    public bool TryFindKey(int player, out long key) => _index.Find(player, out key) >= 0;

    /// <summary>How many entries come before a player's own, or -1 when there is none.</summary>
    public int RankOf(int player)
    {
        if (!Locate(player, out Leaf leaf, out int rank))
            return -1;
        for (Node node = leaf; node.Parent is { } parent; node = parent)
            rank += parent.Before(node.Slot);
        return rank;
    }

    /// <summary>The leaf of an entry by rank, 0 to Count - 1, and its place there.</summary>
    public (Leaf Leaf, int At) Select(int rank)
    {
        Debug.Assert((uint)rank < (uint)Count);
        Node node = _root;
        while (node is Branch branch)
            node = branch.ChildAt(ref rank);
        return ((Leaf)node, rank);
    }

    /// <summary>Inserts a player's entry or moves it.</summary>
    /// <returns>What it was before; null when there was none.</returns>
    public (long Key, long Time)? Set(int player, long key, long time)
    {
        (long, long)? before = null;
        if (Locate(player, out Leaf leaf, out int at))
        {
            before = (leaf.Keys[at], leaf.Times[at]);
            if (StaysBetweenNeighbours(leaf, at, key, time))
            {
                (leaf.Keys[at], leaf.Times[at]) = (key, time);
                _index.Set(player, leaf.Number, key);
                return before;
            }

            Take(leaf, at); // the index is written once, by the insert
        }

        Insert(player, key, time);
        return before;
    }

    /// <summary>Removes a player's entry; false when there is none.</summary>
    public bool Remove(int player)
    {
        if (!Locate(player, out Leaf leaf, out int at))
            return false;
        _index.Remove(player);
        Take(leaf, at);
        return true;
    }

    /// <summary>Asks for the place of a player whose entry is soon looked up or added.</summary>
    public void Prefetch(int player) => _index.Prefetch(player);

    /// <summary>Adds an entry after all others: for building from sorted entries. False when it does not come after them or is there: then the tree is not to be used any more.</summary>
    public bool TryAppend(int player, long key, long time)
    {
        Leaf leaf = _last;
        if (leaf.Count > 0 && (leaf.Keys[leaf.Count - 1], leaf.Times[leaf.Count - 1]).CompareTo((key, time)) >= 0)
            return false;
        if (leaf.Count >= BulkFill)
            leaf = Split(leaf, leaf.Count, (key, time, player));
        if (!_index.TryAdd(player, leaf.Number, key))
            return false;
        leaf.Insert(leaf.Count, player, key, time);
        AddAbove(leaf, 1);
        return true;
    }

    private bool Locate(int player, out Leaf leaf, out int at)
    {
        int number = _index.Find(player);
        if (number < 0)
        {
            leaf = _last;
            at = -1;
            return false;
        }

        leaf = _leaves[number]!;
        at = leaf.IndexOf(player);
        return true;
    }

    private static bool StaysBetweenNeighbours(Leaf leaf, int at, long key, long time) =>
        at > 0 && at < leaf.Count - 1
        && (leaf.Keys[at - 1] < key || (leaf.Keys[at - 1] == key && leaf.Times[at - 1] < time))
        && (key < leaf.Keys[at + 1] || (key == leaf.Keys[at + 1] && time < leaf.Times[at + 1]));

    private void Insert(int player, long key, long time)
    {
        Node node = _root;
        while (node is Branch branch)
            node = branch.ChildFor(key, time, player, _ties);
        var leaf = (Leaf)node;
        int at = leaf.CountBefore(key, time, player, _ties);
        if (leaf.Count == Leaf.Capacity)
        {
            // In half; but who only ever adds at one end (ever lower, or ever higher scores) leaves full leaves behind.
            int middle = at == Leaf.Capacity && leaf.Next is null ? at : at == 0 && leaf.Previous is null ? 0 : Leaf.Capacity / 2;
            Leaf right = Split(leaf, middle, (key, time, player));
            if (at > middle || middle == Leaf.Capacity)
            {
                leaf = right;
                at -= middle;
            }
        }

        leaf.Insert(at, player, key, time);
        _index.Set(player, leaf.Number, key);
        AddAbove(leaf, 1);
    }

    private void Take(Leaf leaf, int at)
    {
        leaf.RemoveAt(at);
        AddAbove(leaf, -1);
        if (leaf.Count > MergeBelow || leaf.Parent is null)
            return;
        if (leaf.Count == 0)
            Drop(leaf);
        else if (leaf.Next is { } next && next.Parent == leaf.Parent && next.Count + leaf.Count <= MergedAtMost)
            Merge(leaf, next);
        else if (leaf.Previous is { } previous && previous.Parent == leaf.Parent && previous.Count + leaf.Count <= MergedAtMost)
            Merge(previous, leaf);
    }

    private static void AddAbove(Node node, int change)
    {
        for (; node.Parent is { } parent; node = parent)
            parent.Totals[node.Slot] += change;
    }
}
