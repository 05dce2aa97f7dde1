using System.Globalization;

namespace LiveOps.Client.Outboxes.Storage;

/// <summary>
/// A folder of segments, <c>00000001.events</c> and on, what is damaged of them beside, the cursor, and two locks that the system lets go of when the process ends, however it ends:
/// <c>FileShare.None</c>, which holds among .NET's processes and within one of Mono's, and a range of bytes, which holds among processes of both (findings/mono-file-share-none-locks-nobody.sh).
/// </summary>
internal sealed class FolderStorage : IStorage
{
    private const string Extension = ".events";

    private readonly string _folder;
    private readonly FileStream _lock, _range;

    /// <exception cref="IOException">Another process has it, or it cannot be made.</exception>
    public FolderStorage(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        _lock = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            _range = LockRange(Path.Combine(folder, "lock2"));
        }
        catch
        {
            _lock.Dispose();
            throw;
        }

        try
        {
            Cursor = new DiskFile(Path.Combine(folder, "cursor"), FileMode.OpenOrCreate);
        }
        catch
        {
            _range.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    public IReadOnlyList<long> Segments
    {
        get
        {
            var numbers = new List<long>();
            foreach (string file in Directory.GetFiles(_folder, "*" + Extension))
            {
                if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                    numbers.Add(number);
            }

            numbers.Sort();
            return numbers;
        }
    }

    public IStoredFile Cursor { get; }

    public IStoredFile Create(long number) => new DiskFile(PathOf(number), FileMode.CreateNew);

    public IStoredFile Open(long number) => new DiskFile(PathOf(number), FileMode.Open);

    public void SetAside(long number)
    {
        string name = Path.ChangeExtension(PathOf(number), null), to = name + ".damaged";
        for (int i = 2; File.Exists(to); i++)
            to = name + "." + i.ToString(CultureInfo.InvariantCulture) + ".damaged";
        File.Move(PathOf(number), to);
    }

    public void Delete(long number) => File.Delete(PathOf(number));

    public void Dispose()
    {
        Cursor.Dispose();
        _range.Dispose();
        _lock.Dispose();
    }

    // In a file of its own, opened by nobody who has not the other lock: a process that closes a file loses its ranges of it, also those of another stream, and on a share of files
    // both kinds of locks are one, and the file's own would be in the way.
    private static FileStream LockRange(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
#pragma warning disable CA1416 // caught
            file.Lock(0, 1);
#pragma warning restore CA1416
        }
        catch (PlatformNotSupportedException)
        {
            // macOS, where .NET has FileShare.None alone.
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return file;
    }

    private string PathOf(long number) => Path.Combine(_folder, number.ToString("D8", CultureInfo.InvariantCulture) + Extension);
}
