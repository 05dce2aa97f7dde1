using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LiveOps.Core.Bus.Journal;

internal static class Folders
{
    private const int ReadOnly = 0;

    /// <summary>The files of a folder whose names match.</summary>
    /// <exception cref="JournalException">A folder has such a name.</exception>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFileSystemEntries(folder, pattern)
        .Select(path => Directory.Exists(path) ? throw new JournalException($"{path} is a folder where a file should be: move it away, or restore a backup.") : path);

    /// <summary>
    /// Makes new, renamed and deleted names in a folder durable. .NET has no call for it, so it is the system's;
    /// Windows writes names through by itself, and cannot be asked.
    /// </summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Open(folder, ReadOnly);
        if (handle < 0)
            throw Failure(folder);
        try
        {
            if (Fsync(handle) < 0)
                throw Failure(folder);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failure(string folder) => new($"{folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
