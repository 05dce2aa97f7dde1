using LiveOps.Core.Audit;

namespace LiveOps.Progression.Grants;

/// <summary>What became of a grant to a player.</summary>
internal enum GrantStatus
{
    /// <summary>It was given now.</summary>
    Granted = 1,

    /// <summary>It was given before: the same answer.</summary>
    Known = 2,

    /// <summary>There is no such player.</summary>
    UnknownPlayer = 3,

    /// <summary>The player has as many grants as may be, or another one under this id.</summary>
    Refused = 4,

    /// <summary>The id was another grant's.</summary>
    OtherContent = 5,
}

/// <summary>What became of a grant to a player, and the answer where it was given.</summary>
/// <param name="Status">What.</param>
/// <param name="Json">The grant as <see cref="GrantJson"/> writes it.</param>
internal sealed record GrantOutcome(GrantStatus Status, byte[]? Json = null)
{
    /// <summary>What the audit has of it; null where it has nothing.</summary>
    public GrantChange? Change { get; init; }

    /// <summary>The most grants of one player.</summary>
    public const int MostOfPlayer = 1_000;
}

/// <summary>What a grant did to its player, as the audit has it.</summary>
/// <param name="Before">How the player stood, a JSON object.</param>
/// <param name="After">How the player stands, with the grant beside it.</param>
internal sealed record GrantChange(string Before, string After)
{
    /// <summary>An entry with it.</summary>
    public AuditEntry In(AuditEntry entry) => entry with { Before = Before, After = After };
}
