using System.Buffers.Binary;

namespace LiveOps.Client.Outboxes;

/// <summary>
/// How an event lies in a segment: the payload's length, a CRC over length and payload, the payload: how often it was put off, and its text; both encrypted where the
/// segment is. A record that is not whole ends its segment.
/// </summary>
internal static class Records
{
    public const int HeadLength = 8;

    /// <summary>More than any payload has.</summary>
    public const int MostPayload = 1024;

    /// <summary>Bytes of a frame, as it waits to be written, before the text: its length and how often it was put off.</summary>
    public const int FrameHead = 3;

    /// <summary>Writes a frame: a record that is not yet sealed. Its length.</summary>
    public static int Frame(ReadOnlySpan<byte> text, byte putOff, Span<byte> to)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)text.Length);
        to[2] = putOff;
        text.CopyTo(to[FrameHead..]);
        return FrameHead + text.Length;
    }

    /// <summary>The length of the payload of a frame, without the tag.</summary>
    public static int PayloadOf(ReadOnlySpan<byte> frame) => 1 + BinaryPrimitives.ReadUInt16LittleEndian(frame);

    /// <summary>Seals a frame into a record; its length.</summary>
    public static int Seal(ReadOnlySpan<byte> frame, long place, RecordCipher? cipher, Span<byte> to)
    {
        int plain = PayloadOf(frame), payload = plain + (cipher is null ? 0 : RecordCipher.TagLength);
        BinaryPrimitives.WriteInt32LittleEndian(to, payload);
        if (cipher is null)
            frame.Slice(2, plain).CopyTo(to[HeadLength..]);
        else
            cipher.Seal(place, frame.Slice(2, plain), to.Slice(HeadLength, payload));
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], CrcOf(to, payload));
        return HeadLength + payload;
    }

    /// <summary>Reads the record that begins here, decrypting it in place: its length, and where its payload is. 0 when it is not whole.</summary>
    public static int Read(Span<byte> bytes, long place, RecordCipher? cipher, out int payload)
    {
        payload = 0;
        if (bytes.Length < HeadLength)
            return 0;
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is < 2 or > MostPayload || bytes.Length < HeadLength + length || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != CrcOf(bytes, length))
            return 0;
        if (cipher is not null && !cipher.TryOpen(place, bytes.Slice(HeadLength, length)))
            return 0;
        payload = cipher is null ? length : length - RecordCipher.TagLength;
        return HeadLength + length;
    }

    // The length is mixed in: a record of zeros must not be right.
    private static uint CrcOf(ReadOnlySpan<byte> record, int payload) => Crc32C.Of(record.Slice(HeadLength, payload)) ^ ((uint)payload * 0x9E3779B9);
}
