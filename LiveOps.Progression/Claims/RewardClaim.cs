namespace LiveOps.Progression.Claims;

/// <summary>A player claims a reward, with the receipt that they get if they have none yet.</summary>
internal sealed record RewardClaim
{
    public required string PlayerId { get; init; }

    public required string Reward { get; init; }

    /// <summary>The hash of the request's signer and <c>webhook-id</c>.</summary>
    public required UInt128 Request { get; init; }

    /// <summary>The receipt's <c>jti</c>.</summary>
    public required UInt128 ClaimId { get; init; }

    /// <summary>Ticks of 100 ns since 1970.</summary>
    public required long At { get; init; }

    /// <summary>The <c>kid</c> of the receipt.</summary>
    public required string KeyId { get; init; }

    public required byte[] Signature { get; init; }
}
