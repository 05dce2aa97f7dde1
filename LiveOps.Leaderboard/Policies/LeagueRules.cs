using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Policies;

/// <summary>How a league plays; immutable.</summary>
internal sealed record LeagueRules
{
    /// <summary>The board whose scores count.</summary>
    public required string Board { get; init; }

    /// <summary>Whose periods are its seasons.</summary>
    public WindowKind Window { get; init; } = WindowKind.Weekly;

    /// <summary>How many players a cohort has at most.</summary>
    public int CohortSize { get; init; } = 50;

    /// <summary>Its divisions, the lowest first.</summary>
    public required IReadOnlyList<string> Divisions { get; init; }

    /// <summary>How many of a cohort's first are promoted.</summary>
    public int Promote { get; init; }

    /// <summary>How many of a cohort's last are relegated.</summary>
    public int Relegate { get; init; }

    /// <summary>Whether whoever is absent for a whole season falls by one division; else they stay.</summary>
    public bool AbsentFall { get; init; }

    /// <summary>What the best of each cohort earn.</summary>
    public IReadOnlyList<RankReward> Rewards { get; init; } = [];
}
