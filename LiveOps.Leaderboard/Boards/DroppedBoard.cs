namespace LiveOps.Leaderboard.Boards;

/// <summary>A board that was dropped with all it had.</summary>
/// <param name="Board">Its name.</param>
/// <param name="Periods">How many periods it had, running and closed.</param>
/// <param name="Scores">How many scores they had together, those of hidden players too.</param>
/// <param name="IsNamed">Whether the policy names it: then it is there again, empty.</param>
internal sealed record DroppedBoard(string Board, int Periods, long Scores, bool IsNamed);
