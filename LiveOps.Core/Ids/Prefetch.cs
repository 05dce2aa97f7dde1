using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LiveOps.Core.Ids;

/// <summary>
/// Asks for memory before it is needed. A look-up in a table of millions waits some 100 ns for its place to come from memory; asked for
/// ahead, the places of a whole batch come side by side.
/// </summary>
public static class Prefetch
{
    /// <summary>How many look-ups ahead it is worth asking: about as many as a processor waits for at once, and what they touch stays in its first cache.</summary>
    public const int Most = 32;

    /// <summary>The next of them, <see cref="Most"/> at the most.</summary>
    public static ReadOnlySpan<T> Next<T>(ReadOnlySpan<T> all, int at) => all.Slice(at, Math.Min(Most, all.Length - at));

    /// <summary>Asks for the cache line of one value. Only a hint: it changes nothing, also when the value is moved meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Of<T>(ref readonly T value)
        where T : struct
    {
        ref T place = ref Unsafe.AsRef(in value);
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
        else
            Volatile.Read(ref Unsafe.As<T, byte>(ref place)); // a load that nobody waits for
    }
}
