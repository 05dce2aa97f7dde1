using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveOps.Client.Outboxes;

/// <summary>The first 36 bytes of a segment: <c>LOQ1</c>, whether it is encrypted, a salt, what tells another key, and a CRC.</summary>
internal static class SegmentHeader
{
    public const int Length = 36;

    private const uint Magic = 0x31514F4C; // LOQ1
    private const int Encrypted = 4, Salt = 8, SaltLength = 16, Check = 24, Crc = 32;

    /// <summary>Writes one; the segment's cipher, where it has one.</summary>
    public static RecordCipher? Write(Span<byte> to, byte[]? key)
    {
        to[..Length].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(to, Magic);
        RecordCipher? cipher = null;
        if (key is not null)
        {
            to[Encrypted] = 1;
            RandomNumberGenerator.Fill(to.Slice(Salt, SaltLength));
            cipher = new RecordCipher(key, to.Slice(Salt, SaltLength));
            cipher.Check.CopyTo(to[Check..]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(to[Crc..], Crc32C.Of(to[..Crc]));
        return cipher;
    }

    /// <summary>Reads one; false when it is none, or was torn.</summary>
    /// <exception cref="OutboxException">It is encrypted, and not under this key; or whole, and of another form.</exception>
    public static bool TryRead(ReadOnlySpan<byte> header, byte[]? key, out RecordCipher? cipher)
    {
        cipher = null;
        if (header.Length < Length || BinaryPrimitives.ReadUInt32LittleEndian(header[Crc..]) != Crc32C.Of(header[..Crc]))
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
            throw new OutboxException("the outbox holds a segment of a form that this version does not read: a newer one wrote it");
        if (header[Encrypted] == 0)
            return true;
        if (key is null)
            throw new OutboxException("the outbox holds encrypted events, and no key was given");
        cipher = new RecordCipher(key, header.Slice(Salt, SaltLength));
        if (CryptographicOperations.FixedTimeEquals(cipher.Check, header.Slice(Check, RecordCipher.CheckLength)))
            return true;
        cipher.Dispose();
        throw new OutboxException("the outbox holds events that were encrypted under another key");
    }
}
