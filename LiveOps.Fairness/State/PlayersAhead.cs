using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Players;

namespace LiveOps.Fairness.State;

/// <summary>
/// Goes through a batch some events ahead of who judges or learns them, and asks for what is known of their players, so that one wait for
/// memory serves <see cref="Prefetch.Most"/> events.
/// </summary>
/// <param name="state">Where the players are kept.</param>
/// <param name="batch">The events.</param>
/// <param name="gains">Whether their gains will be wanted.</param>
internal ref struct PlayersAhead(FairnessState state, EventBatch batch, bool gains)
{
    private EventBatch.Enumerator _events = batch.GetEnumerator();

    /// <summary>Fills in the players of the next events, by the hashes of their ids; fewer at the batch's end.</summary>
    public void Next(scoped Span<UInt128> players)
    {
        Span<bool> scored = stackalloc bool[Prefetch.Most];
        Span<int> numbers = stackalloc int[Prefetch.Most];
        int count = 0;
        for (; count < players.Length && _events.MoveNext(); count++)
        {
            players[count] = IdHash.Of(_events.Current.PlayerId);
            scored[count] = _events.Current.Type == EventType.ScoreSubmitted;
            state.ShardOf(players[count]).Players.PrefetchEntry(players[count]);
        }

        for (int i = 0; i < count; i++)
        {
            Shard shard = state.ShardOf(players[i]);
            numbers[i] = shard.Players.Guess(players[i]);
            shard.Players.PrefetchSlot(numbers[i]);
            if (gains)
                shard.Gains.Prefetch(numbers[i]);
        }

        for (int i = 0; i < count; i++)
        {
            Shard shard = state.ShardOf(players[i]);
            if (scored[i])
                shard.Scores.Prefetch(shard.Players.ScoresOf(numbers[i]));
        }
    }
}
