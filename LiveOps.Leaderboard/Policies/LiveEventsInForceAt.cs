namespace LiveOps.Leaderboard.Policies;

/// <summary>Live events, and when they are in force.</summary>
/// <param name="Policy">The live events.</param>
/// <param name="From">The first moment: Unix ticks.</param>
/// <param name="To">The first moment at which they are not any more.</param>
internal sealed record LiveEventsInForceAt(LiveEventsPolicy Policy, long From, long To);
