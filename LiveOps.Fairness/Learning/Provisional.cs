using System.Runtime.CompilerServices;
using LiveOps.Core.Boards;
using LiveOps.Core.Events;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Players;

namespace LiveOps.Fairness.Learning;

/// <summary>
/// What will be known of players once that is learned which one call for verdicts has accepted so far: what comes later in the call is judged by it, as it would be had it
/// come in a request of its own. Nothing of it is stored: whether the events are published is not known yet, and the bus teaches them. Used again and again, by one call at a time;
/// allocates nothing once it has grown to the size of the calls.
/// </summary>
internal sealed class Provisional
{
    [ThreadStatic]
    private static Provisional? _ofThread;

    private readonly PlayerTable _players = new();
    private readonly ScoreHistories _scores = new();
    private readonly List<int> _numbers = [];

    /// <summary>This thread's, nobody in it: for a call that does not wait.</summary>
    public static Provisional OfThread()
    {
        Provisional provisional = _ofThread ??= new Provisional();
        provisional.Begin();
        return provisional;
    }

    /// <summary>Begins a call: nobody is there.</summary>
    public void Begin()
    {
        foreach (int number in _numbers)
        {
            _scores.Free(ref _players[number].Scores);
            _players.Remove(number);
        }

        _numbers.Clear();
    }

    /// <summary>Whether the call has accepted something to be learned of a player, and their number here.</summary>
    public bool Knows(UInt128 player, out int number)
    {
        number = _numbers.Count == 0 ? -1 : _players.Find(player);
        return number >= 0;
    }

    /// <summary>Such a player as they will be; of their boards only those of the call are there.</summary>
    public ref PlayerSlot Player(int number) => ref _players[number];

    /// <summary>Such a player's history on a board; a null reference when the call has accepted nothing there.</summary>
    public ref ScoreHistory Scores(int number, ulong board) => ref _scores.Find(_players[number].Scores, board);

    /// <summary>Takes an event that was accepted, and of which there is something to learn.</summary>
    /// <param name="e">The event.</param>
    /// <param name="learned">The player, as far as learning has come.</param>
    /// <param name="history">The history by which a score was judged; a null reference for none.</param>
    /// <param name="runSeconds">How long a run of the same score is followed.</param>
    public void Take(in GameEvent e, in PlayerSlot learned, ref readonly ScoreHistory history, int runSeconds)
    {
        int number = _players.GetOrAdd(learned.Id, out bool added);
        ref PlayerSlot player = ref _players[number];
        if (added)
        {
            _numbers.Add(number);
            (player.ScoreRhythm, player.KillRhythm) = (learned.ScoreRhythm, learned.KillRhythm);
        }

        if (e.Type == EventType.ScoreSubmitted)
            Learner.Take(e, ref player, ref Scores(ref player, BoardHash.Of(e.Subject), in history), runSeconds);
        else
            Learner.Take(e, ref player, ref Unsafe.NullRef<ScoreHistory>(), runSeconds);
    }

    private ref ScoreHistory Scores(ref PlayerSlot player, ulong board, ref readonly ScoreHistory before)
    {
        ref ScoreHistory own = ref _scores.Find(player.Scores, board);
        if (!Unsafe.IsNullRef(ref own))
            return ref own;
        ref ScoreHistory begun = ref _scores.Begin(ref player.Scores, board);
        if (!Unsafe.IsNullRef(ref begun) && !Unsafe.IsNullRef(in before))
        {
            byte length = begun.Length; // how many there are here, not there
            begun = before;
            begun.Length = length;
        }

        return ref begun;
    }
}
