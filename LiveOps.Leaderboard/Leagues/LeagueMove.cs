namespace LiveOps.Leaderboard.Leagues;

/// <summary>That a player has moved to another division.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="From">The division they were in.</param>
/// <param name="To">The one they are in now.</param>
/// <param name="Change"><c>promoted</c>, <c>relegated</c>, or <c>fallen</c> for who was absent.</param>
internal readonly record struct LeagueMove(string PlayerId, string From, string To, string Change);
