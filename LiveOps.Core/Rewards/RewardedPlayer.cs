namespace LiveOps.Core.Rewards;

/// <summary>A player who earned a reward by their rank.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="ReachedAt">When the score that they are ranked by was accepted, in Unix ticks: whoever was erased since then earned nothing.</param>
public readonly record struct RewardedPlayer(string PlayerId, long ReachedAt);
