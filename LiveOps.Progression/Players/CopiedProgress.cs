namespace LiveOps.Progression.Players;

/// <summary>A copy of a player's progress, for a file.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Level">That of the rules that the player was last judged under: after a change of rules it follows with the player's next event.</param>
/// <param name="Xp">Their XP.</param>
/// <param name="Kills">Kills of all bosses together.</param>
/// <param name="Bosses">JSON: kills by boss.</param>
/// <param name="Items">JSON: how many by item.</param>
/// <param name="Counters">JSON: what each counter has come to.</param>
/// <param name="UpdatedAt">When the newest of their events was accepted: Unix ticks.</param>
internal sealed record CopiedProgress(string PlayerId, int Level, long Xp, int Kills, string Bosses, string Items, string Counters, long UpdatedAt);
