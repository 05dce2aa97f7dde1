using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Players;

/// <summary>
/// Goes through a batch some events ahead of who judges or learns them, and asks for what is known of their players, so that one wait for
/// memory serves <see cref="Most"/> events.
/// </summary>
internal ref struct PlayersAhead(FairnessState state, EventBatch batch)
{
    /// <summary>How many events ahead it goes.</summary>
    public const int Most = 32;

    private EventBatch.Enumerator _events = batch.GetEnumerator();

    /// <summary>Fills in the players of the next events, by the hashes of their ids; fewer at the batch's end.</summary>
    public void Next(scoped Span<UInt128> players)
    {
        int count = 0;
        for (; count < players.Length && _events.MoveNext(); count++)
        {
            players[count] = IdHash.Of(_events.Current.PlayerId);
            state.ShardOf(players[count]).Players.PrefetchEntry(players[count]);
        }

        foreach (UInt128 player in players[..count])
            state.ShardOf(player).Players.PrefetchSlot(player);
        foreach (UInt128 player in players[..count])
        {
            Shard shard = state.ShardOf(player);
            shard.Scores.Prefetch(shard.Players.ScoresOf(player));
        }
    }
}
