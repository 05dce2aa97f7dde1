namespace LiveOps.Leaderboard.Policies;

/// <summary>Which boards there are and how they rank; immutable.</summary>
internal sealed record LeaderboardPolicy
{
    /// <summary>What holds before any policy came into force.</summary>
    public static readonly LeaderboardPolicy Default = new();

    /// <summary>How many boards there may be, those named here included.</summary>
    public int MaxBoards { get; init; } = 1000;

    /// <summary>Whether a score for a board that is not named here makes that board.</summary>
    public bool OtherBoards { get; init; } = true;

    /// <summary>The rules of boards that are not named.</summary>
    public BoardRules Others { get; init; } = new();

    /// <summary>The named boards.</summary>
    public IReadOnlyDictionary<string, BoardRules> Boards { get; init; } = new Dictionary<string, BoardRules>();

    /// <summary>A board's rules.</summary>
    public BoardRules RulesOf(string board) => Boards.GetValueOrDefault(board, Others);
}
