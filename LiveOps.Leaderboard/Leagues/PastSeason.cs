using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Leagues;

/// <summary>What became of a season.</summary>
/// <param name="Period">Which.</param>
/// <param name="Players">How many were ranked.</param>
/// <param name="Cohorts">In how many cohorts.</param>
/// <param name="Promoted">How many were promoted.</param>
/// <param name="Relegated">How many were relegated.</param>
/// <param name="Fallen">How many fell because they were absent.</param>
/// <param name="Cancelled">Whether it was cancelled: then nobody moved, and nobody earned anything.</param>
internal sealed record PastSeason(Period Period, int Players, int Cohorts, int Promoted, int Relegated, int Fallen, bool Cancelled);
