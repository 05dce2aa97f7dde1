using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace LiveOps.Core.Ids;

/// <summary>
/// 128 bits of an id: two lanes of wyhash's folded multiply (https://github.com/wangyi-fudan/wyhash) with different secrets. Not
/// cryptographic, the same on every machine and in every version, so that it may be stored. Two ids of 2^40 share a hash with a
/// probability of about 2^-49.
/// </summary>
public static class IdHash
{
    private const ulong S0 = 0xa0761d6478bd642f, S1 = 0xe7037ed1a0b428db, S2 = 0x8ebc6af09c88c6e3, S3 = 0x589965cc75374cc3;

    /// <summary>The hash of an id of any length.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> id)
    {
        ulong a = S0 ^ (ulong)id.Length, b = S2;
        Absorb(id, ref a, ref b);
        return new UInt128(Fold(a ^ S3, b ^ S0), Fold(b ^ S1, a ^ S2));
    }

    /// <summary>The hash of two ids, of which each may have any length.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        ulong a = S0 ^ (ulong)first.Length << 32 ^ (ulong)second.Length, b = S2 ^ S0;
        Absorb(first, ref a, ref b);
        Absorb(second, ref a, ref b);
        return new UInt128(Fold(a ^ S3, b ^ S0), Fold(b ^ S1, a ^ S2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Absorb(ReadOnlySpan<byte> id, ref ulong a, ref ulong b)
    {
        while (id.Length > 16)
        {
            ulong x = BinaryPrimitives.ReadUInt64LittleEndian(id), y = BinaryPrimitives.ReadUInt64LittleEndian(id[8..]);
            a = Fold(x ^ S1 ^ a, y ^ a);
            b = Fold(x ^ b, y ^ S3 ^ b);
            id = id[16..];
        }

        (ulong p, ulong q) = Tail(id);
        a = Fold(p ^ S1 ^ a, q ^ a);
        b = Fold(p ^ b, q ^ S3 ^ b);
    }

    private static (ulong Low, ulong High) Tail(ReadOnlySpan<byte> id)
    {
        if (id.Length >= 8)
            return (BinaryPrimitives.ReadUInt64LittleEndian(id), BinaryPrimitives.ReadUInt64LittleEndian(id[^8..]));
        if (id.Length >= 4)
            return (BinaryPrimitives.ReadUInt32LittleEndian(id), BinaryPrimitives.ReadUInt32LittleEndian(id[^4..]));
        if (id.Length > 0)
            return ((ulong)id[0] << 16 | (ulong)id[id.Length >> 1] << 8 | id[^1], 0);
        return (0, 0);
    }

    private static ulong Fold(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }
}
