using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Embedded;

/// <summary>The data folder, held by this process alone while it runs.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Makes the folder when it is not there, and takes its lock, which the system gives back however the process ends.</summary>
    /// <exception cref="SettingException">It cannot be written, or another process runs on it.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }

        try
        {
            return new DataFolder(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unwritable(path, e);
        }
        catch (IOException e)
        {
            throw new SettingException($"Another LiveOps runs on the data folder {path}: stop it, or set LIVEOPS_DATA to another folder. ({e.Message})", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static SettingException Unwritable(string path, Exception e) =>
        new($"The data folder {path} cannot be written: set LIVEOPS_DATA to one that can. ({e.Message})", e);
}
