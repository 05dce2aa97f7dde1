using System.Globalization;

namespace LiveOps.Client.Outboxes.Storage;

/// <summary>A folder of segments, <c>00000001.events</c> and on, what is damaged of them beside, the cursor, and a lock that the system lets go of when the process ends, however it ends.</summary>
internal sealed class FolderStorage : IStorage
{
    private const string Extension = ".events";

    private readonly string _folder;
    private readonly FileStream _lock;

    /// <exception cref="IOException">Another process has it, or it cannot be made.</exception>
    public FolderStorage(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        _lock = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            Cursor = new DiskFile(Path.Combine(folder, "cursor"), FileMode.OpenOrCreate);
        }
        catch
        {
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
        _lock.Dispose();
    }

    private string PathOf(long number) => Path.Combine(_folder, number.ToString("D8", CultureInfo.InvariantCulture) + Extension);
}
