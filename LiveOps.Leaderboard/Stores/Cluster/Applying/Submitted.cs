namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>A score that came on the bus.</summary>
/// <param name="Id">The hash of its event's id.</param>
/// <param name="Board">The board's name.</param>
/// <param name="Player">The player's id.</param>
/// <param name="Score">The score, within ±2^53.</param>
/// <param name="Occurred">When it was scored, not later than it was accepted; see <see cref="Core.Windows.UnixTicks"/>.</param>
/// <param name="Accepted">When it was accepted.</param>
/// <param name="OfCounter">Whether <paramref name="Board"/> is a counter yet, and <paramref name="Score"/> what was added to it.</param>
/// <param name="IsCopy">Whether it is of the same event as the one before: of a counter that several boards rank.</param>
internal readonly record struct Submitted(UInt128 Id, string Board, string Player, long Score, long Occurred, long Accepted, bool OfCounter = false, bool IsCopy = false);
