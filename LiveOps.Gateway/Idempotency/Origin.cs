using System.Buffers.Binary;

namespace LiveOps.Gateway.Idempotency;

/// <summary>
/// What the gateway writes into a batch for itself, so that the answer is as durable as the batch, in the same write:
/// <c>u8 version=1 | u128 request | u128 body | answer</c>. An empty answer stands for that of one accepted event.
/// </summary>
internal static class Origin
{
    public const int HeaderLength = 33;
    private const byte Version = 1;

    public static void Write(Span<byte> to, IdempotencyKey key)
    {
        to[0] = Version;
        BinaryPrimitives.WriteUInt128LittleEndian(to[1..], key.Request);
        BinaryPrimitives.WriteUInt128LittleEndian(to[17..], key.Body);
    }

    /// <summary>The bytes of an answer that is not kept.</summary>
    public static byte[] WithoutAnswer(IdempotencyKey key)
    {
        byte[] origin = new byte[HeaderLength];
        Write(origin, key);
        return origin;
    }

    public static bool TryRead(ReadOnlySpan<byte> origin, out IdempotencyKey key, out ReadOnlySpan<byte> answer)
    {
        key = default;
        answer = default;
        if (origin.Length < HeaderLength || origin[0] != Version)
            return false;
        key = new IdempotencyKey(BinaryPrimitives.ReadUInt128LittleEndian(origin[1..]), BinaryPrimitives.ReadUInt128LittleEndian(origin[17..]));
        answer = origin[HeaderLength..];
        return true;
    }
}
