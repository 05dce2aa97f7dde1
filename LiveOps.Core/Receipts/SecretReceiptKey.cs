using System.Buffers.Text;
using System.Security.Cryptography;

namespace LiveOps.Core.Receipts;

/// <summary>A secret that receipts are signed with by HMAC-SHA256, <c>HS256</c> (RFC 7518, 3.2): who verifies holds it, too.</summary>
/// <param name="secret">The key's bytes.</param>
public sealed class SecretReceiptKey(byte[] secret) : ReceiptKey(IdOf(secret), Receipt.Hs256, HMACSHA256.HashSizeInBytes)
{
    private const int IdBytes = 8;

    internal override byte[] Sign(ReadOnlySpan<byte> input) => HMACSHA256.HashData(secret, input);

    internal override bool IsSigned(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, input, mac);
        return CryptographicOperations.FixedTimeEquals(mac, signature);
    }

    // 64 bits of a keyed hash of a fixed label: tells keys apart, and says of the secret no more than any receipt's own signature does.
    private static string IdOf(byte[] secret) => Base64Url.EncodeToString(HMACSHA256.HashData(secret, "liveops receipt key id"u8).AsSpan(0, IdBytes));
}
