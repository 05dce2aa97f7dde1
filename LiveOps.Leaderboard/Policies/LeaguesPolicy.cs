namespace LiveOps.Leaderboard.Policies;

/// <summary>Which leagues there are; immutable.</summary>
internal sealed record LeaguesPolicy
{
    /// <summary>What holds before any came into force.</summary>
    public static readonly LeaguesPolicy Default = new();

    /// <summary>The leagues by name.</summary>
    public IReadOnlyDictionary<string, LeagueRules> Leagues { get; init; } = new Dictionary<string, LeagueRules>();
}
