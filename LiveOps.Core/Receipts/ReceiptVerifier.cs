using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace LiveOps.Core.Receipts;

/// <summary>
/// Checks a receipt; nothing of the payload is read before the signature over it was found right:
/// <list type="number">
/// <item>it is short enough and has three parts;</item>
/// <item>the header names <c>HS256</c> or <c>ES256</c>, a key, and nothing that would have to be understood (<c>crit</c>, keys of its own);</item>
/// <item>the key is one of ours, and of that algorithm: a public key is no secret that anybody could sign with;</item>
/// <item>the signature is the key's, and written as we would write it; a secret's is compared in constant time;</item>
/// <item>the payload is that of a receipt.</item>
/// </list>
/// </summary>
public static class ReceiptVerifier
{
    /// <summary>The longest text that is looked at, in characters; the longest receipt there can be has about 500.</summary>
    public const int MaxLength = 1024;

    /// <summary>Checks a receipt against the keys.</summary>
    public static ReceiptVerdict Verify(ReadOnlySpan<char> receipt, ReceiptKeys keys)
    {
        // 1
        int dot = receipt.IndexOf('.'), lastDot = receipt.LastIndexOf('.');
        if (receipt.Length > MaxLength || dot < 0 || dot == lastDot || !Ascii.IsValid(receipt))
            return new(null, ReceiptVerdict.Malformed);
        ReadOnlySpan<char> payload = receipt[(dot + 1)..lastDot], signature = receipt[(lastDot + 1)..];
        if (payload.Contains('.'))
            return new(null, ReceiptVerdict.Malformed);

        // 2
        if (Decode(receipt[..dot]) is not { } headerJson || ReadHeader(headerJson) is not { } header)
            return new(null, ReceiptVerdict.Malformed);
        if (header.Algorithm is not (Receipt.Hs256 or Receipt.Es256))
            return new(null, ReceiptVerdict.UnsupportedAlgorithm);

        // 3
        if (header.KeyId is null || keys.Find(header.KeyId) is not { } key)
            return new(null, ReceiptVerdict.UnknownKey);
        if (key.Algorithm != header.Algorithm)
            return new(null, ReceiptVerdict.UnsupportedAlgorithm);

        // 4
        if (!Matches(key, receipt[..lastDot], signature))
            return new(null, ReceiptVerdict.BadSignature);

        // 5
        return Decode(payload) is { } claimsJson && ReadClaims(claimsJson) is { } claims
            ? new(claims, null)
            : new(null, ReceiptVerdict.Malformed);
    }

    private static bool Matches(ReceiptKey key, ReadOnlySpan<char> signed, ReadOnlySpan<char> text)
    {
        Span<byte> signature = stackalloc byte[Receipt.LongSignature + 2];
        if (text.Length != Base64Url.GetEncodedLength(key.SignatureLength) || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, signature, out int length) || length != key.SignatureLength)
            return false;
        // base64url has several spellings of the same bytes, a receipt has one.
        signature = signature[..length];
        Span<char> spelt = stackalloc char[text.Length];
        Base64Url.EncodeToChars(signature, spelt);
        Span<byte> input = stackalloc byte[MaxLength];
        return text.SequenceEqual(spelt) && key.IsSigned(input[..Encoding.ASCII.GetBytes(signed, input)], signature);
    }

    private static byte[]? Decode(ReadOnlySpan<char> part)
    {
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.IsValid(part) && Base64Url.TryDecodeFromChars(part, bytes, out int length) ? bytes[..length] : null;
    }

    private static (string? Algorithm, string? KeyId)? ReadHeader(byte[] json)
    {
        string? algorithm = null, keyId = null;
        bool read = ReadMembers(json, (name, value) => name switch
        {
            "alg" => (algorithm = AsText(value)) is not null,
            "kid" => (keyId = AsText(value)) is not null,
            "typ" => AsText(value) == "JWT",
            _ => false,
        });
        return read ? (algorithm, keyId) : null;
    }

    private static ReceiptClaims? ReadClaims(byte[] json)
    {
        string? issuer = null, player = null, claim = null, reward = null;
        long issuedAt = 0;
        bool read = ReadMembers(json, (name, value) => name switch
        {
            "iss" => (issuer = AsText(value)) == ReceiptClaims.Issuer,
            "sub" => (player = AsText(value)) is not null,
            "jti" => (claim = AsText(value)) is not null,
            "reward" => (reward = AsText(value)) is not null,
            "iat" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out issuedAt),
            _ => false,
        });
        return read && issuer is not null && player is not null && claim is not null && reward is not null
            ? new ReceiptClaims(player, claim, reward, issuedAt)
            : null;
    }

    private static string? AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool ReadMembers(byte[] json, Func<string, JsonElement, bool> member)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 2 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.EnumerateObject().All(property => member(property.Name, property.Value));
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false; // a text that is not UTF-8
        }
    }
}
