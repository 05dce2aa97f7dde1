namespace LiveOps.Console.Services;

/// <summary>The services by their names, which are also those of the HTTP clients.</summary>
internal static class ServiceNames
{
    public const string Gateway = "gateway", Fairness = "fairness", Leaderboard = "leaderboard", Progression = "progression";

    /// <summary>All of them.</summary>
    public static readonly string[] All = [Gateway, Fairness, Leaderboard, Progression];

    /// <summary>Those that consume events: with documents, dead letters and an audit. The gateway has dead letters too where it consumes, which is embedded.</summary>
    public static readonly string[] Consumers = [Fairness, Leaderboard, Progression];

    /// <summary>Whether there is a service of a name; no name stands for the first.</summary>
    public static bool Has(string? name) => string.IsNullOrEmpty(name) || All.Contains(name);
}
