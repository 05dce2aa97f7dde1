using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiveOps.Fairness.Players;

/// <summary>
/// Access to the pages of a table without the check of the index: that would read the page's length, on a cache line that nobody has asked for.
/// For indexes that are masked to a page's size.
/// </summary>
internal static class Pages
{
    /// <summary>The entry at an index below the page's length.</summary>
    public static ref T At<T>(this T[] page, int index)
        where T : struct
    {
        Debug.Assert((uint)index < (uint)page.Length);
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page), index);
    }

    /// <summary>So many entries from an index on, all below the page's length.</summary>
    public static Span<T> At<T>(this T[] page, int index, int count)
        where T : struct
    {
        Debug.Assert((uint)index + (uint)count <= (uint)page.Length);
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page), index), count);
    }
}
