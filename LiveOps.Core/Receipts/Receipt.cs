using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LiveOps.Core.Receipts;

/// <summary>
/// A receipt as text: a compact JWS (RFC 7515) signed with <c>HS256</c> or <c>ES256</c> (RFC 7518). Header and payload are written in one
/// fixed way, so that the same claims under the same <c>kid</c> with the same signature are the same text for ever: what is kept of a
/// receipt is its claims and its signature, and it can be written again when its key is long gone.
/// </summary>
public static class Receipt
{
    /// <summary>HMAC-SHA256, under a secret.</summary>
    public const string Hs256 = "HS256";

    /// <summary>ECDSA on P-256 with SHA-256, under a key whose public half everybody may know.</summary>
    public const string Es256 = "ES256";

    /// <summary>Bytes of a signature by <see cref="Hs256"/>.</summary>
    public const int ShortSignature = HMACSHA256.HashSizeInBytes;

    /// <summary>Bytes of a signature by <see cref="Es256"/>, the longest there is.</summary>
    public const int LongSignature = 64;

    /// <summary>Signs claims: the bytes of the signature.</summary>
    public static byte[] Sign(ReceiptKey key, ReceiptClaims claims) => key.Sign(Encoding.ASCII.GetBytes(SigningInput(key.Algorithm, key.Id, claims)));

    /// <summary>The receipt's text.</summary>
    /// <param name="keyId">The <c>kid</c> it was signed under.</param>
    /// <param name="claims">What it says.</param>
    /// <param name="signature">What <see cref="Sign"/> gave: by its length it says which algorithm it is of.</param>
    public static string Write(string keyId, ReceiptClaims claims, ReadOnlySpan<byte> signature) =>
        SigningInput(signature.Length == ShortSignature ? Hs256 : Es256, keyId, claims) + "." + Base64Url.EncodeToString(signature);

    private static string SigningInput(string algorithm, string keyId, ReceiptClaims claims)
    {
        string header = Encode(json =>
        {
            json.WriteString("alg", algorithm);
            json.WriteString("kid", keyId);
            json.WriteString("typ", "JWT");
        });
        string payload = Encode(json =>
        {
            json.WriteString("iss", ReceiptClaims.Issuer);
            json.WriteString("sub", claims.PlayerId);
            json.WriteString("jti", claims.ClaimId);
            json.WriteString("reward", claims.Reward);
            json.WriteNumber("iat", claims.IssuedAt);
        });
        return header + "." + payload;
    }

    private static string Encode(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(bytes.WrittenSpan);
    }
}
