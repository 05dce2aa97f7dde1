namespace LiveOps.Progression.Players;

/// <summary>A player who was found.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Xp">All XP ever gained.</param>
/// <param name="UpdatedAt">When the newest of their events was accepted, in ticks of 100 ns since 1970.</param>
internal readonly record struct FoundPlayer(string PlayerId, long Xp, long UpdatedAt);
