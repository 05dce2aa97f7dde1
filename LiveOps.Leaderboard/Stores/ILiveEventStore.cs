using LiveOps.Leaderboard.LiveEvents;

namespace LiveOps.Leaderboard.Stores;

/// <summary>Live events as the endpoints see them. Ids that come in have been checked.</summary>
internal interface ILiveEventStore
{
    /// <summary>The live events in force now, in order of their opening.</summary>
    ValueTask<LiveCalendar> CalendarAsync(CancellationToken cancellation);

    /// <summary>How many are in one, and on its board.</summary>
    ValueTask<LiveEventCounts> CountAsync(Policies.LiveEvent live, CancellationToken cancellation);

    /// <summary>Lets a player in. What is answered is durable.</summary>
    /// <exception cref="Core.Bus.BusUnavailableException">It could not be made durable.</exception>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">It could not be made durable.</exception>
    ValueTask<EntryOutcome> EnterAsync(string live, string player, CancellationToken cancellation);
}

/// <summary>The live events, and the time by which they run or do not.</summary>
/// <param name="Events">In order of their opening.</param>
/// <param name="Now">Unix ticks.</param>
internal sealed record LiveCalendar(Policies.LiveEventsPolicy Events, long Now);

/// <summary>How many are in a live event.</summary>
/// <param name="Entrants">Who entered; of one that limits nothing those who are ranked.</param>
/// <param name="Attempts">How many scores count; null for one that limits nothing.</param>
/// <param name="Total">How many are ranked.</param>
/// <param name="Final">Whether its board takes scores no more.</param>
internal sealed record LiveEventCounts(int Entrants, long? Attempts, int Total, bool Final);
