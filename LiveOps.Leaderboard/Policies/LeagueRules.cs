using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Policies;

/// <summary>How a league plays; immutable.</summary>
/// <remarks>
/// What has a default has it as a parameter: generated JSON sets a member with <c>init</c> that the text does not have to the default of its type, and an older
/// text of the database would play with cohorts of 0.
/// </remarks>
/// <param name="Window">Whose periods are its seasons.</param>
/// <param name="CohortSize">How many players a cohort has at most.</param>
/// <param name="Rewards">What the best of each cohort earn; null for nothing.</param>
internal sealed record LeagueRules(WindowKind Window = WindowKind.Weekly, int CohortSize = 50, IReadOnlyList<RankReward>? Rewards = null)
{
    /// <summary>The board whose scores count.</summary>
    public required string Board { get; init; }

    /// <summary>Its divisions, the lowest first.</summary>
    public required IReadOnlyList<string> Divisions { get; init; }

    /// <summary>How many of a cohort's first are promoted.</summary>
    public int Promote { get; init; }

    /// <summary>How many of a cohort's last are relegated.</summary>
    public int Relegate { get; init; }

    /// <summary>Whether whoever is absent for a whole season falls by one division; else they stay.</summary>
    public bool AbsentFall { get; init; }

    /// <summary>What the best of each cohort earn.</summary>
    public IReadOnlyList<RankReward> Rewards { get; init; } = Rewards ?? [];
}
