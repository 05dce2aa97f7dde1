namespace LiveOps.Console.Boards;

/// <summary>What some would earn.</summary>
/// <param name="Reward">Its name.</param>
/// <param name="Ranks">By which ranks.</param>
/// <param name="Players">By whom of those that were looked at.</param>
/// <param name="Count">By how many.</param>
public sealed record EarnedReward(string Reward, string Ranks, IReadOnlyList<string> Players, long Count);
