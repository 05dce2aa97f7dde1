namespace LiveOps.Progression.Rules;

/// <summary>What operators may grant at once: a slip of the hand shall not make a player the richest there is.</summary>
/// <param name="Negative">Whether anything may be taken away.</param>
/// <param name="MaxXp">The most XP of one grant.</param>
/// <param name="MaxItems">The most of each item of one grant.</param>
/// <param name="MaxCounters">The most for each counter of one grant.</param>
internal sealed record GrantLimits(bool Negative, long MaxXp, long MaxItems, long MaxCounters)
{
    public static GrantLimits Default { get; } = new(false, 1_000_000, 10_000, 1_000_000);
}
