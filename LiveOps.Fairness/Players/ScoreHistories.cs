using System.Runtime.CompilerServices;

namespace LiveOps.Fairness.Players;

/// <summary>The score histories of a shard's players, each player's as a list through <see cref="ScoreHistory.Next"/>.</summary>
internal sealed class ScoreHistories
{
    /// <summary>Boards remembered of one player; the one begun longest ago goes when another comes.</summary>
    public const int MaxPerPlayer = 16;

    private const int PageBits = 8;
    private readonly List<ScoreHistory[]> _pages = [];
    private readonly Stack<int> _free = [];
    private int _end;

    public ref ScoreHistory this[int number] => ref _pages[number >> PageBits][number & ((1 << PageBits) - 1)];

    /// <summary>The player's history on a board; a null reference when there is none.</summary>
    public ref ScoreHistory Find(int first, ulong board)
    {
        for (int at = first; at != 0;)
        {
            ref ScoreHistory history = ref this[at - 1];
            if (history.Board == board)
                return ref history;
            at = history.Next;
        }

        return ref Unsafe.NullRef<ScoreHistory>();
    }

    /// <summary>Begins a history, at the front of the player's list.</summary>
    public ref ScoreHistory Begin(ref int first, ulong board)
    {
        int kept = 1;
        for (int at = first; at != 0; at = this[at - 1].Next)
        {
            if (++kept == MaxPerPlayer)
                Free(ref this[at - 1].Next);
        }

        if (!_free.TryPop(out int number))
            number = _end++;
        if (number >> PageBits == _pages.Count)
            _pages.Add(new ScoreHistory[1 << PageBits]);
        this[number] = new ScoreHistory { Board = board, Next = first };
        first = number + 1;
        return ref this[number];
    }

    /// <summary>Frees a list, or the rest of one.</summary>
    public void Free(ref int first)
    {
        for (int at = first; at != 0; at = this[at - 1].Next)
            _free.Push(at - 1);
        first = 0;
    }
}
