using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.State;

/// <summary>Goes through a batch some scores ahead of who applies them, and asks for what is known of their players. For the applying thread.</summary>
internal ref struct ScoresAhead(LeaderboardState state, EventBatch batch)
{
    private EventBatch.Enumerator _events = batch.GetEnumerator();

    /// <summary>Asks for the places of the next scores.</summary>
    public void Next()
    {
        Span<ulong> hashes = stackalloc ulong[Prefetch.Most];
        Span<int> players = stackalloc int[Prefetch.Most];
        EventBatch.Enumerator again = _events;
        int count = 0;
        while (count < Prefetch.Most && _events.MoveNext())
        {
            if (_events.Current.Type is EventType.ScoreSubmitted or EventType.CounterAdded)
                hashes[count++] = state.Players.HashOf(_events.Current.PlayerId);
        }

        state.Players.Prefetch(hashes[..count], players);
        for (int at = 0; at < count && again.MoveNext();)
        {
            GameEvent e = again.Current;
            if (e.Type is not (EventType.ScoreSubmitted or EventType.CounterAdded))
                continue;
            int player = players[at++];
            if (player >= 0 && e.Type == EventType.ScoreSubmitted && state.FindBoard(e.Subject) is { } board)
                Ask(board, player);
        }
    }

    private static void Ask(Board board, int player)
    {
        foreach (Track track in board.Tracks)
        {
            foreach (OpenPeriod period in track.Open)
                period.Ranks.Prefetch(player);
        }
    }
}
