using System.Numerics;
using System.Runtime.CompilerServices;
using LiveOps.Fairness.Conduct;

namespace LiveOps.Fairness.Players;

/// <summary>
/// The score histories of a shard's players: each player's side by side, so that finding a board's waits for memory once, however many boards there
/// are. In blocks of 1, 2, 4, 8 or 16, of which a player who outgrows one gets the next larger.
/// </summary>
internal sealed class ScoreHistories
{
    /// <summary>
    /// Boards remembered of one player. When another comes, the one with the fewest scores goes, of several the one begun longest ago; but none that is
    /// <see cref="ScoreHistory.IsTrusted"/>: the names of boards are anybody's, and a score on each of sixteen would wipe out a player's normal.
    /// </summary>
    public const int MaxPerPlayer = 16;

    private const int PageBits = 8, PageSize = 1 << PageBits;
    private readonly Stack<int>[] _free = [new(), new(), new(), new(), new()]; // by the block's size, as a power of 2
    private ScoreHistory[][] _pages = [];
    private int _end;

    /// <summary>A player's histories, the newest last. Valid until the next change.</summary>
    /// <param name="first">See <see cref="PlayerSlot.Scores"/>.</param>
    public Span<ScoreHistory> Of(int first)
    {
        if (first == 0)
            return default;
        int at = first - 1;
        ScoreHistory[] page = _pages[at >> PageBits];
        at &= PageSize - 1;
        return page.AsSpan(at, page[at].Length);
    }

    /// <summary>The player's history on a board; a null reference when there is none.</summary>
    public ref ScoreHistory Find(int first, ulong board)
    {
        foreach (ref ScoreHistory history in Of(first))
        {
            if (history.Board == board)
                return ref history;
        }

        return ref Unsafe.NullRef<ScoreHistory>();
    }

    /// <summary>Asks for a player's histories, which are soon searched; also while another thread changes them.</summary>
    public void Prefetch(int first)
    {
        ScoreHistory[][] pages = Volatile.Read(ref _pages);
        int at = first - 1;
        if (first == 0 || at >> PageBits >= pages.Length)
            return;
        Core.Ids.Prefetch.Of(in pages[at >> PageBits][at & (PageSize - 1)]);
    }

    /// <summary>Begins a history.</summary>
    /// <param name="first">See <see cref="PlayerSlot.Scores"/>.</param>
    /// <param name="board">Of which the player has none.</param>
    /// <returns>The history; a null reference where there is no room, as all are trusted: nothing is learned of that board.</returns>
    public ref ScoreHistory Begin(ref int first, ulong board)
    {
        Span<ScoreHistory> old = Of(first);
        int length = old.Length;
        if (length == MaxPerPlayer)
        {
            int least = Least(old);
            if (old[least].IsTrusted)
                return ref Unsafe.NullRef<ScoreHistory>();
            old[(least + 1)..].CopyTo(old[least..]);
            old[0].Length = MaxPerPlayer;
            old[^1] = new ScoreHistory { Board = board };
            return ref old[^1];
        }

        if (length == 0 || BitOperations.IsPow2(length))
        {
            int larger = Take(BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)length + 1)));
            old.CopyTo(_pages[larger >> PageBits].AsSpan(larger & (PageSize - 1)));
            Free(ref first);
            first = larger + 1;
        }

        ScoreHistory[] page = _pages[(first - 1) >> PageBits];
        int at = (first - 1) & (PageSize - 1);
        page[at + length] = new ScoreHistory { Board = board };
        page[at].Length = (byte)(length + 1);
        return ref page[at + length];
    }

    /// <summary>Forgets a player's histories.</summary>
    public void Free(ref int first)
    {
        if (Of(first) is { IsEmpty: false } histories)
            _free[BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)histories.Length))].Push(first - 1);
        first = 0;
    }

    // With the fewest scores; of those the one begun longest ago.
    private static int Least(ReadOnlySpan<ScoreHistory> histories)
    {
        int least = 0;
        for (int i = 1; i < histories.Length; i++)
        {
            if (histories[i].Count < histories[least].Count)
                least = i;
        }

        return least;
    }

    private int Take(int sizeClass)
    {
        if (_free[sizeClass].TryPop(out int start))
            return start;
        int size = 1 << sizeClass;
        int left = (_pages.Length << PageBits) - _end;
        if (left < size)
        {
            for (; left > 0; left = (_pages.Length << PageBits) - _end)
            {
                int part = BitOperations.Log2((uint)left);
                _free[part].Push(_end);
                _end += 1 << part;
            }

            ScoreHistory[][] pages = [.. _pages, new ScoreHistory[PageSize]];
            Volatile.Write(ref _pages, pages);
        }

        start = _end;
        _end += size;
        return start;
    }
}
