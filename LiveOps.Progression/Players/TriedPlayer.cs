namespace LiveOps.Progression.Players;

/// <summary>A copy of what rules look at of a player.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Xp">Their XP.</param>
/// <param name="Kills">Kills of all bosses together.</param>
/// <param name="Bosses">Kills by boss.</param>
/// <param name="Items">How many by item.</param>
/// <param name="Counters">What each counter has come to.</param>
/// <param name="Rewards">The rewards that they have.</param>
internal sealed record TriedPlayer(
    string PlayerId, long Xp, int Kills, IReadOnlyList<(string Name, long Count)> Bosses, IReadOnlyList<(string Name, long Count)> Items, IReadOnlyList<(string Name, long Count)> Counters,
    IReadOnlyList<string> Rewards);
