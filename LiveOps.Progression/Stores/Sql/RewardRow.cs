namespace LiveOps.Progression.Stores.Sql;

/// <summary>A reward that was granted; with a claim once it has a <see cref="ClaimId"/>.</summary>
internal sealed class RewardRow
{
    public required string PlayerId { get; init; }

    public required string Reward { get; init; }

    public int Position { get; init; }

    public long GrantedAt { get; init; }

    public byte[]? ClaimId { get; init; }

    public long? ClaimedAt { get; init; }

    public string? KeyId { get; init; }

    public byte[]? Signature { get; init; }
}
