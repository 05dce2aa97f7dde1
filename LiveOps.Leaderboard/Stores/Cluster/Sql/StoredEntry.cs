using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>A player's entry as it lies in the database.</summary>
/// <param name="Period">The period's number.</param>
/// <param name="Player">The player's id.</param>
/// <param name="Entry">What it is.</param>
/// <param name="Version">Rises with each change, also over a deletion: in microseconds since the Unix epoch as far as clocks allow.</param>
/// <param name="Before">The version that lay there when it was read; 0 for an entry that is new.</param>
internal readonly record struct StoredEntry(int Period, string Player, Entry Entry, long Version, long Before);
