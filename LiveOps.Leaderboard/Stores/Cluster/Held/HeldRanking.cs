using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Ranks;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

namespace LiveOps.Leaderboard.Stores.Cluster.Held;

/// <summary>
/// A period's ranks as Redis has them, in memory: by key, then when it was reached, then player, as its sorted set orders them. Some 110 bytes an entry with ids of ten characters. Not thread-safe.
/// </summary>
internal sealed class HeldRanking
{
    private const int Key = 8, Version = 8;

    private readonly IdTable _ids = new();
    private readonly RankTree _tree;

    public HeldRanking() => _tree = new RankTree(ties: new ById(_ids));

    /// <summary>How many are ranked.</summary>
    public int Count => _tree.Count;

    /// <summary>How many bytes of memory it takes.</summary>
    public long Bytes => _tree.Bytes + _ids.Bytes;

    /// <summary>Whether most of it is of players who are gone: their ids stay, for they may stand between others.</summary>
    public bool IsStale => _ids.Count > (2 * _tree.Count) + 10_000;

    /// <summary>Takes entries as they are now, as <c>HSCAN</c> has them, packed.</summary>
    public void Take(ReadOnlySpan<byte> scanned)
    {
        for (var entries = new PackedTexts(scanned); entries.Left > 0;)
        {
            ReadOnlySpan<byte> player = entries.Next();
            Set(player, entries.Next()[Version..]);
        }
    }

    /// <summary>Takes what a call has changed, packed; answers the number of its changes. Nothing is taken, and the answer is -1, where it does not follow the one before.</summary>
    /// <param name="packed">As the script leaves it.</param>
    /// <param name="before">When the change before it was made, as far as that is known; null where it is not asked.</param>
    /// <param name="count">Rises by how many entries it was.</param>
    public long Apply(ReadOnlySpan<byte> packed, string? before, ref int count)
    {
        var changed = new PackedTexts(packed);
        if (!Utf8Parser.TryParse(changed.Next(), out long changes, out _) || (changed.Next() is var was && before is not null && !Ascii.Equals(was, before)))
            return -1;
        for (; changed.Left > 0; count++)
        {
            ReadOnlySpan<byte> player = changed.Next(), head = changed.Next();
            if (!head.IsEmpty)
                Set(player, head);
            else if (_ids.Find(player) is >= 0 and int gone)
                _tree.Remove(gone);
        }

        return changes;
    }

    /// <summary>Copies as many entries with the player in the middle, as far as the ranks allow; false when the player has no rank.</summary>
    public bool Around(string player, int count, RowBuffer rows, SharedBoard board)
    {
        int rank = RankOf(player);
        if (rank < 0)
            return false;
        int first = count == 1 ? rank : Math.Max(0, Math.Min(rank - (count / 2), _tree.Count - count));
        TreeRows.Copy(_tree, first, count, board.Descending, _ids, rows);
        return true;
    }

    /// <summary>Copies the rows of a set of players, best first; answers who of them has no rank.</summary>
    public List<string> Among(IReadOnlyList<string> players, RowBuffer rows, SharedBoard board)
    {
        var ranks = new List<int>(players.Count);
        var unranked = new List<string>();
        foreach (string player in players)
        {
            if (RankOf(player) is >= 0 and int rank)
                ranks.Add(rank);
            else
                unranked.Add(player);
        }

        ranks.Sort();
        foreach (int rank in ranks)
            TreeRows.Copy(_tree, rank, 1, board.Descending, _ids, rows);
        return unranked;
    }

    private void Set(ReadOnlySpan<byte> player, ReadOnlySpan<byte> head) =>
        _tree.Set(_ids.GetOrAdd(player, out _), BinaryPrimitives.ReadInt64BigEndian(head), BinaryPrimitives.ReadInt64BigEndian(head[Key..]));

    private int RankOf(string player)
    {
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        return Encoding.UTF8.TryGetBytes(player, id, out int length) && _ids.Find(id[..length]) is >= 0 and int number ? _tree.RankOf(number) : -1;
    }

    private sealed class ById(IdTable ids) : IComparer<int>
    {
        public int Compare(int x, int y) => ids.Utf8(x).SequenceCompareTo(ids.Utf8(y));
    }
}
