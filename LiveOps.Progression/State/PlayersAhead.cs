using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Progression.Players;

namespace LiveOps.Progression.State;

/// <summary>Goes through a batch some events ahead of who applies them, and asks for what is known of their players. For the applying thread.</summary>
internal ref struct PlayersAhead(PlayerTable players, EventBatch batch)
{
    private EventBatch.Enumerator _events = batch.GetEnumerator();

    /// <summary>Asks for the places of the next events.</summary>
    public void Next()
    {
        Span<ulong> hashes = stackalloc ulong[Prefetch.Most];
        Span<int> numbers = stackalloc int[Prefetch.Most];
        EventBatch.Enumerator again = _events;
        int count = 0;
        while (count < Prefetch.Most && _events.MoveNext())
            hashes[count++] = players.Ids.HashOf(_events.Current.PlayerId);
        players.Ids.Prefetch(hashes[..count], numbers);
        foreach (int number in numbers[..count])
        {
            if (number >= 0)
                players.Prefetch(number);
        }

        for (int at = 0; at < count && again.MoveNext(); at++)
        {
            if (numbers[at] < 0)
                continue;
            if (again.Current.Type == EventType.BossKilled)
                players.Tallies.Prefetch(players[numbers[at]].Bosses);
            else if (again.Current.Type == EventType.ItemAcquired)
                players.Tallies.Prefetch(players[numbers[at]].Items);
            else if (again.Current.Type == EventType.CounterAdded)
                players.Tallies.Prefetch(players[numbers[at]].Counters);
        }
    }
}
