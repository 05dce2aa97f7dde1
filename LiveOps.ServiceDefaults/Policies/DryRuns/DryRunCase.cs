namespace LiveOps.ServiceDefaults.Policies.DryRuns;

/// <summary>One case of a change.</summary>
/// <param name="PlayerId">Whom it is about; null when it is about no player.</param>
/// <param name="Period">Which period or season it is about; null when it is about none.</param>
/// <param name="Now">How it is by what is in force; null for not at all.</param>
/// <param name="Then">How it would be by the document; null for not at all.</param>
public readonly record struct DryRunCase(string? PlayerId, string? Period, string? Now, string? Then)
{
    /// <summary>A player's.</summary>
    public static DryRunCase OfPlayer(string player, string? now, string? then) => new(player, null, now, then);

    /// <summary>A period's.</summary>
    public static DryRunCase OfPeriod(string period, string? now, string? then) => new(null, period, now, then);
}
