using System.Buffers.Text;
using System.Security.Cryptography;

namespace LiveOps.Core.Receipts;

/// <summary>A secret that receipts are signed with, and its public name.</summary>
public sealed class ReceiptKey
{
    private const int IdBytes = 8;

    /// <param name="secret">The key's bytes.</param>
    public ReceiptKey(byte[] secret)
    {
        Secret = secret;
        // 64 bits of a keyed hash of a fixed label: tells keys apart, and says of the secret no more than any receipt's own signature does.
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, "liveops receipt key id"u8, mac);
        Id = Base64Url.EncodeToString(mac[..IdBytes]);
    }

    /// <summary>The <c>kid</c> of its receipts: derived from the secret, so that every replica knows it without being told.</summary>
    public string Id { get; }

    internal byte[] Secret { get; }
}
