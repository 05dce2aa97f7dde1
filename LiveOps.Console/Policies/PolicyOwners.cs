using LiveOps.Console.Services;

namespace LiveOps.Console.Policies;

/// <summary>Which service keeps which document.</summary>
internal static class PolicyOwners
{
    private static readonly (string Policy, string Service)[] Known = [("boards", ServiceNames.Leaderboard), ("leagues", ServiceNames.Leaderboard), ("live-events", ServiceNames.Leaderboard), ("fairness", ServiceNames.Fairness), ("progression", ServiceNames.Progression), ("intake", ServiceNames.Gateway)];

    /// <summary>The service; null for a document that nobody keeps.</summary>
    public static string? Of(string policy) => Array.Find(Known, one => one.Policy == policy).Service;
}
