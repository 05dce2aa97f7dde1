namespace LiveOps.Tests.Harness;

/// <summary>A folder of a test's own, deleted with it.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() : this(Directory.CreateTempSubdirectory("liveops-").FullName)
    {
    }

    private TempFolder(string path) => Path = path;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder inside it, which goes with it.</summary>
    public TempFolder Sub(string name) => new(File(name));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
