using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace LiveOps.Core.Receipts;

/// <summary>
/// A key on the curve P-256 that receipts are signed with by ECDSA and SHA-256, <c>ES256</c> (RFC 7518, 3.4): anybody verifies by its public half. Safe for use from many threads.
/// </summary>
public sealed class CurveReceiptKey : ReceiptKey
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int CoordinateBytes = 32;
    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    // The platform's object is not for several threads at once.
    private readonly ObjectPool<ECDsa> _pool;

    private CurveReceiptKey(ECParameters key, string x, string y)
        : base(Thumbprint(x, y), Receipt.Es256, 2 * CoordinateBytes)
    {
        (X, Y, CanSign) = (x, y, key.D is not null);
        _pool = new DefaultObjectPool<ECDsa>(new KeyPolicy(key), 64);
    }

    /// <summary>The point's x, in base64url.</summary>
    public string X { get; }

    /// <summary>The point's y, in base64url.</summary>
    public string Y { get; }

    /// <summary>Whether it has its private half.</summary>
    public bool CanSign { get; }

    /// <summary>Whether a setting's text looks like one: PEM.</summary>
    public static bool IsPem(string text) => text.Contains("-----BEGIN", StringComparison.Ordinal);

    /// <summary>Reads a key: PEM (RFC 7468) of SEC 1, PKCS #8 or, for its public half alone, SubjectPublicKeyInfo. Line ends may be written <c>\n</c>, as in an environment variable.</summary>
    /// <param name="text">The configured value.</param>
    /// <param name="setting">The setting's name, for the error.</param>
    /// <exception cref="FormatException">It is no such key, or on another curve; the message names the setting and never holds the value.</exception>
    public static CurveReceiptKey Parse(string text, string setting)
    {
        try
        {
            using ECDsa read = ECDsa.Create();
            read.ImportFromPem(text.Replace("\\n", "\n", StringComparison.Ordinal));
            ECParameters key;
            try
            {
                key = read.ExportParameters(includePrivateParameters: true);
            }
            catch (CryptographicException)
            {
                key = read.ExportParameters(includePrivateParameters: false);
            }

            // A curve that is written out in numbers has no name, and may be any.
            if (!key.Curve.IsNamed || (key.Curve.Oid.Value != P256 && key.Curve.Oid.FriendlyName is not ("nistP256" or "ECDSA_P256")))
                throw new FormatException($"{setting} is a key of another curve than P-256, or does not name it: openssl ecparam -name prime256v1 -genkey -noout makes one.");
            return new CurveReceiptKey(key, Base64Url.EncodeToString(key.Q.X), Base64Url.EncodeToString(key.Q.Y));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or NotSupportedException)
        {
            throw new FormatException($"{setting} is no key of the curve P-256 in PEM: openssl ecparam -name prime256v1 -genkey -noout makes one.");
        }
    }

    internal override byte[] Sign(ReadOnlySpan<byte> input)
    {
        ECDsa key = _pool.Get();
        byte[] signature = key.SignData(input, HashAlgorithmName.SHA256, Format);
        _pool.Return(key); // not after an error
        return signature;
    }

    internal override bool IsSigned(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        ECDsa key = _pool.Get();
        bool isSigned = key.VerifyData(input, signature, HashAlgorithmName.SHA256, Format);
        _pool.Return(key);
        return isSigned;
    }

    // RFC 7638: the SHA-256 of the required members in the order of their names.
    private static string Thumbprint(string x, string y) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));

    private sealed class KeyPolicy(ECParameters key) : PooledObjectPolicy<ECDsa>
    {
        public override ECDsa Create() => ECDsa.Create(key);

        public override bool Return(ECDsa obj) => true;
    }
}
