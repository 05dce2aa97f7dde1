using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Policies;

/// <summary>The documents of the service.</summary>
internal static class Documents
{
    /// <summary>Boards, their windows and seasons.</summary>
    public static readonly PolicyName Boards = new("boards", "leaderboard");
}
