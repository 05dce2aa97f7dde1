namespace LiveOps.Progression.Rules;

/// <summary>
/// How many different bosses (or items, or counters) are kept: names come from clients, and a client may make them up. Past a limit an event still
/// has its XP and counts among all kills, but not under a name of its own.
/// </summary>
/// <param name="Overall">Over all players.</param>
/// <param name="PerPlayer">For one player.</param>
internal sealed record NameLimits(int Overall, int PerPlayer)
{
    public const int MaxOverall = 10_000_000;
    public const int MaxPerPlayer = 10_000;

    public static NameLimits Default { get; } = new(100_000, 1_000);
}
