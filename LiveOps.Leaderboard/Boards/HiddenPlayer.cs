namespace LiveOps.Leaderboard.Boards;

/// <summary>Somebody who is on no board.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="ByOperator">Whether an operator hid them: until one shows them again.</param>
/// <param name="BlockedUntil">Until when Fairness has them blocked: Unix ticks; null when that hides nobody.</param>
internal sealed record HiddenPlayer(string PlayerId, bool ByOperator, long? BlockedUntil);
