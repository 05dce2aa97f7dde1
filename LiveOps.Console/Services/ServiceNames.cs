namespace LiveOps.Console.Services;

/// <summary>The services by their names, which are also those of the HTTP clients.</summary>
internal static class ServiceNames
{
    public const string Gateway = "gateway", Fairness = "fairness", Leaderboard = "leaderboard", Progression = "progression";

    /// <summary>All of them.</summary>
    public static readonly string[] All = [Gateway, Fairness, Leaderboard, Progression];

    /// <summary>Those with documents, dead letters and an audit.</summary>
    public static readonly string[] Consumers = [Fairness, Leaderboard, Progression];
}
