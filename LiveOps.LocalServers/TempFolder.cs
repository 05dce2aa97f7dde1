namespace LiveOps.LocalServers;

/// <summary>A folder of somebody's own, deleted with it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Makes one.</summary>
    public TempFolder() : this(Directory.CreateTempSubdirectory("liveops-").FullName)
    {
    }

    private TempFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder inside it, which goes with it.</summary>
    public TempFolder Sub(string name) => new(File(name));

    /// <summary>Deletes it with all that is in it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
