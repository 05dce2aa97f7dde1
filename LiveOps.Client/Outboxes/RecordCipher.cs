using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LiveOps.Client.Outboxes;

/// <summary>
/// Encrypts the records of one segment: AES-256-GCM, under a key that is derived from the game's and the segment's salt (HMAC-SHA256), with the record's place as the
/// nonce. A place is written once: after a write that failed the outbox goes on in another segment. One thread may seal while another opens: AesGcm is not for two at once, so each
/// way has its own.
/// </summary>
internal sealed class RecordCipher : IDisposable
{
    public const int TagLength = 16, CheckLength = 8;

    private const int NonceLength = 12;
    private readonly AesGcm _sealer, _opener;

    public RecordCipher(byte[] key, ReadOnlySpan<byte> salt)
    {
        byte[] derived = Derive(key, "liveops outbox key", salt);
        (_sealer, _opener) = (New(derived), New(derived));
        Check = Derive(key, "liveops outbox check", salt).AsSpan(0, CheckLength).ToArray();
    }

    /// <summary>Stands in the segment, and tells another key from a damaged file.</summary>
    public byte[] Check { get; }

    /// <summary>Encrypts, for one at a time; the tag stands behind.</summary>
    public void Seal(long place, ReadOnlySpan<byte> plain, Span<byte> to)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, place);
        _sealer.Encrypt(nonce, plain, to[..plain.Length], to.Slice(plain.Length, TagLength));
    }

    /// <summary>Decrypts in place, for one at a time; false when it is not what was encrypted.</summary>
    public bool TryOpen(long place, Span<byte> payload)
    {
        if (payload.Length < TagLength)
            return false;
        Span<byte> nonce = stackalloc byte[NonceLength];
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, place);
        Span<byte> text = payload[..^TagLength];
        try
        {
            _opener.Decrypt(nonce, text, payload[^TagLength..], text);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _sealer.Dispose();
        _opener.Dispose();
    }

    // Not every runtime that a game is built for has it.
    private static AesGcm New(byte[] key)
    {
        try
        {
#if NET
            return new AesGcm(key, TagLength);
#else
            return new AesGcm(key);
#endif
        }
        catch (Exception e) when (e is PlatformNotSupportedException or NotImplementedException)
        {
            throw new OutboxException("this platform has no AES-GCM: leave EncryptionKey out, or keep the outbox in memory", e);
        }
    }

    private static byte[] Derive(byte[] key, string what, ReadOnlySpan<byte> salt)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.ASCII.GetBytes(what));
        mac.AppendData(salt);
        return mac.GetHashAndReset();
    }
}
