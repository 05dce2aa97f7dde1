namespace LiveOps.Leaderboard.Policies;

/// <summary>What the best of a ranking earn when it closes.</summary>
/// <param name="First">The first rank that earns it, from 1.</param>
/// <param name="Last">The last.</param>
/// <param name="Reward">What the policy calls it.</param>
internal sealed record RankReward(int First, int Last, string Reward)
{
    /// <summary>Whether a rank earns it.</summary>
    public bool IsOf(int rank) => rank >= First && rank <= Last;
}
