namespace LiveOps.Core.Bus.Journal;

/// <summary>What .NET throws where a file cannot be written or read.</summary>
public static class DiskTrouble
{
    /// <summary>Whether it is the disk's, and no fault of the program.</summary>
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException || IsTooLarge(e);

    /// <summary>
    /// Whether a file would have grown beyond what the file system, or the process's limit (<c>ulimit -f</c>), allows: EFBIG, of which .NET makes an
    /// argument that is out of range (<c>Interop.GetExceptionForIoErrno</c>).
    /// </summary>
    public static bool IsTooLarge(Exception e) => e is ArgumentOutOfRangeException { ParamName: "value" };
}
