namespace LiveOps.Client.Calls;

/// <summary>Which service a call is for: one host for all, or a port each on one machine.</summary>
internal enum Service
{
    Gateway,
    Leaderboard,
    Progression,
    Fairness,
}
