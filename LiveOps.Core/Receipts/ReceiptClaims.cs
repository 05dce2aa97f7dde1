namespace LiveOps.Core.Receipts;

/// <summary>What a receipt says: this player claimed this reward, once. The issuer is always <see cref="Issuer"/>.</summary>
/// <param name="PlayerId">The player: the claim <c>sub</c>.</param>
/// <param name="ClaimId">The claim's own id, unique for ever: <c>jti</c>.</param>
/// <param name="Reward">What was claimed: <c>reward</c>.</param>
/// <param name="IssuedAt">When, in Unix seconds: <c>iat</c>.</param>
public sealed record ReceiptClaims(string PlayerId, string ClaimId, string Reward, long IssuedAt)
{
    /// <summary>The claim <c>iss</c>.</summary>
    public const string Issuer = "liveops";
}
