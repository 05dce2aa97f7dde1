using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace LiveOps.Console.Sessions;

/// <summary>
/// Seals cookies and forms' tokens under a secret that all replicas are given, so that none has a key that another lacks: a salt, then AES-256-GCM under a key that HKDF-SHA256
/// (https://datatracker.ietf.org/doc/html/rfc5869) makes of the secret, that salt and what it is for. Each key seals one text, which is why its nonce may be zero.
/// </summary>
internal sealed class SecretProtection : IDataProtector
{
    private const int SaltBytes = 32, KeyBytes = 32;

    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize, NonceBytes = AesGcm.NonceByteSizes.MaxSize;

    private readonly byte[] _secret, _purpose;

    /// <param name="secret">The secret.</param>
    public SecretProtection(string secret) : this(Encoding.UTF8.GetBytes(secret), "liveops-console"u8.ToArray())
    {
    }

    private SecretProtection(byte[] secret, byte[] purpose) => (_secret, _purpose) = (secret, purpose);

    /// <inheritdoc/>
    public IDataProtector CreateProtector(string purpose) => new SecretProtection(_secret, SHA256.HashData([.. _purpose, .. Encoding.UTF8.GetBytes(purpose)])); // a chain: no two lists of purposes meet

    /// <inheritdoc/>
    public byte[] Protect(byte[] plaintext)
    {
        byte[] whole = new byte[SaltBytes + TagBytes + plaintext.Length];
        Span<byte> salt = whole.AsSpan(0, SaltBytes);
        RandomNumberGenerator.Fill(salt);
        using AesGcm cipher = Cipher(salt);
        cipher.Encrypt(stackalloc byte[NonceBytes], plaintext, whole.AsSpan(SaltBytes + TagBytes), whole.AsSpan(SaltBytes, TagBytes));
        return whole;
    }

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">It was sealed under another secret, for something else, or changed.</exception>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < SaltBytes + TagBytes)
            throw new CryptographicException("It is too short to have been sealed here.");
        byte[] plain = new byte[protectedData.Length - SaltBytes - TagBytes];
        using AesGcm cipher = Cipher(protectedData.AsSpan(0, SaltBytes));
        cipher.Decrypt(stackalloc byte[NonceBytes], protectedData.AsSpan(SaltBytes + TagBytes), protectedData.AsSpan(SaltBytes, TagBytes), plain);
        return plain;
    }

    private AesGcm Cipher(ReadOnlySpan<byte> salt)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, key, salt, _purpose);
        return new AesGcm(key, TagBytes);
    }
}
