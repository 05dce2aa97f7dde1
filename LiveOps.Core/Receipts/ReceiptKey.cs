namespace LiveOps.Core.Receipts;

/// <summary>A key that receipts are signed with, or verified by: its algorithm is its own, whatever a receipt says.</summary>
/// <param name="id">The <c>kid</c> of its receipts: derived from the key, so that every replica knows it without being told.</param>
/// <param name="algorithm">The <c>alg</c> of its receipts.</param>
/// <param name="signatureLength">Bytes of a signature.</param>
public abstract class ReceiptKey(string id, string algorithm, int signatureLength)
{
    /// <summary>The <c>kid</c> of its receipts.</summary>
    public string Id { get; } = id;

    /// <summary>The <c>alg</c> of its receipts.</summary>
    public string Algorithm { get; } = algorithm;

    /// <summary>Bytes of a signature.</summary>
    public int SignatureLength { get; } = signatureLength;

    internal abstract byte[] Sign(ReadOnlySpan<byte> input);

    internal abstract bool IsSigned(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature);
}
