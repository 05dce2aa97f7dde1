using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveOps.Core.Signing;

/// <summary>
/// Signatures of the Standard Webhooks specification
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): HMAC-SHA256 over
/// <c>id.timestamp.body</c>, written <c>v1,&lt;base64&gt;</c>.
/// </summary>
public static class StandardWebhooks
{
    /// <summary>The header that names the message, and is its idempotency key.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the Unix time in seconds at which it was signed.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with one or more signatures, separated by spaces.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const int MacLength = HMACSHA256.HashSizeInBytes;

    /// <summary>Whether any of the signatures is this MAC. Each is compared in constant time.</summary>
    /// <param name="signatures">The <c>webhook-signature</c> header: <c>v1,&lt;base64&gt;</c>, several separated by spaces.</param>
    /// <param name="mac">What it must be.</param>
    public static bool Matches(ReadOnlySpan<char> signatures, ReadOnlySpan<byte> mac)
    {
        Span<byte> ascii = stackalloc byte[44];
        Span<byte> given = stackalloc byte[48];
        bool matches = false;
        foreach (Range range in signatures.Split(' '))
        {
            ReadOnlySpan<char> signature = signatures[range];
            if (signature.Length != 47 || !signature.StartsWith("v1,", StringComparison.Ordinal) || !Ascii.IsValid(signature))
                continue;
            Encoding.ASCII.GetBytes(signature[3..], ascii);
            if (Base64.DecodeFromUtf8(ascii, given, out _, out int length) == OperationStatus.Done && length == MacLength)
                matches |= CryptographicOperations.FixedTimeEquals(given[..MacLength], mac);
        }

        return matches;
    }

    /// <summary>Signs a message: the value of the <c>webhook-signature</c> header.</summary>
    public static string Sign(byte[] secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> mac = stackalloc byte[MacLength];
        new SigningKey(secret).Compute(id, timestamp.ToString(CultureInfo.InvariantCulture), body, mac);
        return "v1," + Convert.ToBase64String(mac);
    }
}
