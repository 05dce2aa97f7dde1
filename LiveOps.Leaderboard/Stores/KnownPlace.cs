using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Stores;

/// <summary>A player's entry in a period.</summary>
/// <param name="Board">On which board.</param>
/// <param name="Window">In which window.</param>
/// <param name="Period">In which period.</param>
/// <param name="Rank">From 1; null while they are hidden.</param>
/// <param name="Score">Their score.</param>
/// <param name="AchievedAt">When it was reached: Unix ticks.</param>
/// <param name="Final">Whether the period takes scores no more.</param>
internal sealed record KnownPlace(string Board, WindowKind Window, Period Period, int? Rank, long Score, long AchievedAt, bool Final = false)
{
    /// <summary>In the order in which periods closed, the last one first.</summary>
    public static IEnumerable<KnownPlace> NewestFirst(IEnumerable<KnownPlace> places) =>
        places.OrderByDescending(place => place.Period.Closes).ThenBy(place => place.Board, StringComparer.Ordinal).ThenBy(place => place.Window);
}

/// <summary>A live event that a player is in.</summary>
/// <param name="LiveEvent">Which.</param>
/// <param name="Attempts">How many of their scores counted.</param>
internal sealed record KnownEntry(string LiveEvent, int Attempts);
