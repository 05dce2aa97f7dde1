namespace LiveOps.Client.Receipts;

/// <summary>What a receipt says: this player claimed this reward, once.</summary>
public sealed class ReceiptClaims
{
    internal ReceiptClaims(string playerId, string claimId, string reward, DateTimeOffset issuedAt) => (PlayerId, ClaimId, Reward, IssuedAt) = (playerId, claimId, reward, issuedAt);

    /// <summary>The player.</summary>
    public string PlayerId { get; }

    /// <summary>The claim's own id, unique for ever: who pays out remembers it.</summary>
    public string ClaimId { get; }

    /// <summary>What was claimed.</summary>
    public string Reward { get; }

    /// <summary>When.</summary>
    public DateTimeOffset IssuedAt { get; }
}
