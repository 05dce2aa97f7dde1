using System.Runtime.InteropServices;

namespace LiveOps.Core.Ids;

/// <summary>
/// 2 MiB outside the collected heap, of which pieces are lent. On Linux the kernel is asked to back it with one huge page, where it does that for who
/// asks (<c>/sys/kernel/mm/transparent_hugepage/enabled</c> is <c>madvise</c> or <c>always</c>): a table that is read at random then costs a cache
/// miss a look-up, not also a walk through the page tables, and one page fault instead of 512. Freed when nothing refers to it any more.
/// </summary>
internal sealed unsafe partial class Slab
{
    private const int Bytes = 2 << 20;
    private const int AdviseHugePage = 14; // MADV_HUGEPAGE, the same on every architecture that .NET runs on

    private readonly byte* _start;
    private int _used;

    /// <param name="huge">Whether to ask for a huge page: all of it is then in memory from its first use on.</param>
    public Slab(bool huge)
    {
        _start = (byte*)NativeMemory.AlignedAlloc(Bytes, Bytes);
        if (huge && OperatingSystem.IsLinux())
            _ = Advise(_start, Bytes, AdviseHugePage); // only a wish: without, it works as well
    }

    ~Slab() => NativeMemory.AlignedFree(_start);

    /// <summary>So many bytes more, with anything in them; null when there are not as many left.</summary>
    public byte* TryTake(int bytes)
    {
        if (Bytes - _used < bytes)
            return null;
        byte* piece = _start + _used;
        _used += bytes;
        return piece;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
