using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Policies;

/// <summary>The documents of the service.</summary>
internal static class Documents
{
    /// <summary>Boards, their windows and seasons.</summary>
    public static readonly PolicyName Boards = new("boards", "leaderboard");

    /// <summary>Leagues, their divisions and what the best earn.</summary>
    public static readonly PolicyName Leagues = new("leagues", "leagues");

    /// <summary>Live events: boards, multipliers and rewards for a time.</summary>
    public static readonly PolicyName LiveEvents = new("live-events", "live-events");
}
