using System.Security.Cryptography;
using System.Text;
using LiveOps.Client.Json;

namespace LiveOps.Client.Receipts;

/// <summary>
/// Verifies receipts without asking anybody, by the public keys of <c>/.well-known/jwks.json</c>: compact JWS (RFC 7515) by ES256 (RFC 7518, 3.4). Nothing of what a
/// receipt says is read before its signature was found right, and no other algorithm is taken. A receipt that a secret has signed (HS256), such as one from before there was a
/// <c>RECEIPT_KEY</c>, is not found genuine here and need not be forged: only the service can say (<see cref="Knows"/>).
/// </summary>
public sealed class ReceiptVerifier
{
    private const int MaxLength = 1024, CoordinateBytes = 32, SignatureBytes = 64;

    private readonly Dictionary<string, ECParameters> _keys = new(StringComparer.Ordinal);

    private ReceiptVerifier(JsonValue json)
    {
        foreach (JsonValue key in json["keys"].Items)
        {
            if (key["kty"].Text == "EC" && key["crv"].Text == "P-256" && key["kid"].Text is { } id
                && Decode(key["x"].Text) is { Length: CoordinateBytes } x && Decode(key["y"].Text) is { Length: CoordinateBytes } y)
                _keys[id] = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
        }
    }

    /// <summary>How many keys it knows. None: receipts are signed with a secret, and only the service verifies them.</summary>
    public int KeyCount => _keys.Count;

    /// <summary>Reads the keys from a JWKS (RFC 7517), as it was kept.</summary>
    /// <exception cref="FormatException">It is not JSON.</exception>
    public static ReceiptVerifier FromJwks(string jwks) => new(JsonReader.Read(Encoding.UTF8.GetBytes(jwks)));

    internal static ReceiptVerifier Read(JsonValue json) => new(json);

    /// <summary>
    /// Whether a receipt names one of these keys, so that <see cref="TryVerify"/> decides. Where it names none, a secret may have signed it, or a key that is younger than these: ask the service
    /// (<c>POST /v1/receipts/verify</c>).
    /// </summary>
    /// <param name="receipt">The text.</param>
    public bool Knows(string receipt) => Split(receipt) is [var head, _, _] && KeyOf(head) is not null;

    /// <summary>What a receipt says, if one of these keys has signed it. False does not mean forged where the receipt names none of them: see <see cref="Knows"/>.</summary>
    /// <param name="receipt">The text.</param>
    /// <param name="claims">What it says; null when it is not genuine.</param>
    public bool TryVerify(string receipt, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ReceiptClaims? claims)
    {
        claims = null;
        string[] parts = Split(receipt);
        if (parts.Length != 3 || KeyOf(parts[0]) is not { } key || Decode(parts[2]) is not { Length: SignatureBytes } signature)
            return false;
        try
        {
            using var ecdsa = ECDsa.Create(key);
            if (!ecdsa.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature, HashAlgorithmName.SHA256))
                return false;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or NotImplementedException)
        {
            return false; // a point that is not on the curve; or a platform without ECDSA, which proves nothing
        }

        if (Parse(parts[1]) is not { } said || said["iss"].Text != "liveops" || said["iat"].Whole is not { } issuedAt || issuedAt is < 0 or > 253402300799
            || said["sub"].Text is not { } player || said["jti"].Text is not { } claim || said["reward"].Text is not { } reward)
            return false;
        claims = new ReceiptClaims(player, claim, reward, DateTimeOffset.FromUnixTimeSeconds(issuedAt));
        return true;
    }

    private static string[] Split(string receipt) => receipt.Length > MaxLength ? Array.Empty<string>() : receipt.Split('.');

    // The key that a receipt's header names, when it is one of these.
    private ECParameters? KeyOf(string head) =>
        Parse(head) is { } header && header["alg"].Text == "ES256" && !Names(header).Exists(name => name is not ("alg" or "kid" or "typ"))
        && header["kid"].Text is { } id && _keys.TryGetValue(id, out ECParameters key) ? key : null;

    private static List<string> Names(JsonValue json)
    {
        var names = new List<string>();
        foreach (KeyValuePair<string, JsonValue> member in json.Members)
            names.Add(member.Key);
        return names;
    }

    private static JsonValue? Parse(string part)
    {
        try
        {
            return Decode(part) is { } bytes && JsonReader.Read(bytes) is { Kind: JsonKind.Object } json ? json : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // base64url without padding, in the one spelling that its bytes have.
    private static byte[]? Decode(string? text)
    {
        if (text is null || text.Length % 4 == 1 || text.Contains('+') || text.Contains('/') || text.Contains('='))
            return null;
        string base64 = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out int length))
            return null;
        bytes = bytes.AsSpan(0, length).ToArray();
        return Convert.ToBase64String(bytes).TrimEnd('=') == base64.TrimEnd('=') ? bytes : null;
    }
}
