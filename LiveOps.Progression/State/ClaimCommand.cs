using System.Buffers.Binary;
using LiveOps.Core.Receipts;

namespace LiveOps.Progression.State;

/// <summary>
/// A player claims a reward, with the receipt that they get if they have none yet. The first 32 bytes of the signature stand in the fixed part; what a longer one has more comes last, behind
/// the texts, where former versions look no more.
/// </summary>
internal readonly ref struct ClaimCommand
{
    private const int FixedLength = 1 + 16 + 16 + 8 + Receipt.ShortSignature;

    public required ReadOnlySpan<byte> PlayerId { get; init; }

    public required ReadOnlySpan<byte> Reward { get; init; }

    /// <summary>The <c>kid</c> of the receipt.</summary>
    public required ReadOnlySpan<byte> KeyId { get; init; }

    public required ReadOnlySpan<byte> Signature { get; init; }

    public required UInt128 ClaimId { get; init; }

    /// <summary>The hash of the request's signer and <c>webhook-id</c>.</summary>
    public required UInt128 Request { get; init; }

    /// <summary>Ticks of 100 ns since 1970.</summary>
    public required long At { get; init; }

    public byte[] Encode()
    {
        ReadOnlySpan<byte> more = Signature[Receipt.ShortSignature..];
        byte[] bytes = new byte[FixedLength + 3 + PlayerId.Length + Reward.Length + KeyId.Length + (more.IsEmpty ? 0 : 1 + more.Length)];
        bytes[0] = (byte)CommandKind.Claim;
        Span<byte> at = bytes.AsSpan(1);
        BinaryPrimitives.WriteUInt128LittleEndian(at, ClaimId);
        BinaryPrimitives.WriteUInt128LittleEndian(at[16..], Request);
        BinaryPrimitives.WriteInt64LittleEndian(at[32..], At);
        Signature[..Receipt.ShortSignature].CopyTo(at[40..]);
        at = at[(FixedLength - 1)..];
        Put(ref at, PlayerId);
        Put(ref at, Reward);
        Put(ref at, KeyId);
        if (!more.IsEmpty)
            Put(ref at, more);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no claim.</exception>
    public static ClaimCommand Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedLength)
            throw new InvalidDataException("a claim is too short");
        ReadOnlySpan<byte> texts = bytes[FixedLength..];
        ReadOnlySpan<byte> player = Take(ref texts), reward = Take(ref texts), key = Take(ref texts), signature = bytes.Slice(41, Receipt.ShortSignature);
        if (!texts.IsEmpty)
            signature = (byte[])[.. signature, .. Take(ref texts)];
        if (signature.Length is not (Receipt.ShortSignature or Receipt.LongSignature))
            throw new InvalidDataException("a claim has a signature of no length that there is");
        return new ClaimCommand
        {
            ClaimId = BinaryPrimitives.ReadUInt128LittleEndian(bytes[1..]),
            Request = BinaryPrimitives.ReadUInt128LittleEndian(bytes[17..]),
            At = BinaryPrimitives.ReadInt64LittleEndian(bytes[33..]),
            Signature = signature,
            PlayerId = player,
            Reward = reward,
            KeyId = key,
        };
    }

    private static void Put(ref Span<byte> at, ReadOnlySpan<byte> text)
    {
        at[0] = checked((byte)text.Length);
        text.CopyTo(at[1..]);
        at = at[(1 + text.Length)..];
    }

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> texts)
    {
        if (texts.IsEmpty || texts.Length <= texts[0])
            throw new InvalidDataException("a claim is cut short");
        ReadOnlySpan<byte> text = texts.Slice(1, texts[0]);
        texts = texts[(1 + text.Length)..];
        return text;
    }
}
