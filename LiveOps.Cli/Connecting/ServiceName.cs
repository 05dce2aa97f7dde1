namespace LiveOps.Cli.Connecting;

/// <summary>The four services, by their names in settings and documents.</summary>
internal enum ServiceName
{
    Gateway,
    Fairness,
    Leaderboard,
    Progression,
}
