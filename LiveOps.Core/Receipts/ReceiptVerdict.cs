namespace LiveOps.Core.Receipts;

/// <summary>What checking a receipt said.</summary>
/// <param name="Claims">What the receipt says; null when it is not genuine.</param>
/// <param name="Reason">Why it is not genuine; null when it is.</param>
public readonly record struct ReceiptVerdict(ReceiptClaims? Claims, string? Reason)
{
    /// <summary>Not three parts of base64url JSON, or not the members a receipt has.</summary>
    public const string Malformed = "malformed";

    /// <summary>The header asks for anything but <c>HS256</c> and <c>ES256</c>, or for the one that its key is not of.</summary>
    public const string UnsupportedAlgorithm = "unsupported-algorithm";

    /// <summary>The <c>kid</c> is none of our keys.</summary>
    public const string UnknownKey = "unknown-key";

    /// <summary>The signature is not that of the key over this header and payload.</summary>
    public const string BadSignature = "bad-signature";
}
