namespace LiveOps.Fairness.Standings;

/// <summary>
/// A flagged or blocked player, twice: as the journal has it, and as it holds this moment. A verdict's flags take effect on
/// <see cref="Live"/> at once and reach <see cref="Durable"/> through the journal; whatever the journal brings reaches both.
/// After a replay both are the same.
/// </summary>
internal sealed class PlayerRecord
{
    /// <summary>A pure function of the journal; changed only by the applying thread.</summary>
    public Standing Durable { get; } = new();

    /// <summary>What verdicts and readers go by.</summary>
    public Standing Live { get; } = new();
}
