using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace LiveOps.AppHost.Running;

/// <summary>
/// <c>LIVEOPS_DATA</c>: where a system on this machine keeps what it must find again. By default a folder where the command was typed,
/// one for each kind of system.
/// </summary>
internal sealed class DataFolder
{
    /// <summary>The setting.</summary>
    public const string Setting = "LIVEOPS_DATA";

    private const int SecretBytes = 32;

    private readonly string _mounted;

    private DataFolder(string path, string mounted)
    {
        Path = path;
        _mounted = mounted;
    }

    /// <summary>The folder, in full.</summary>
    public string Path { get; }

    public static DataFolder Of(IConfiguration configuration)
    {
        string standard = configuration["LIVEOPS_SYSTEM"]?.ToLowerInvariant() == "cluster" ? ".liveops-cluster" : ".liveops";
        return new DataFolder(
            System.IO.Path.GetFullPath(configuration[Setting] is { Length: > 0 } set ? set : standard),
            configuration["SECRETS_DIR"] is { Length: > 0 } folder ? folder : "/mnt/secrets");
    }

    /// <summary>A folder in it, made when it is not there.</summary>
    /// <exception cref="StartException">It cannot be made.</exception>
    public string Folder(params string[] names)
    {
        string path = System.IO.Path.Combine([Path, .. names]);
        try
        {
            Directory.CreateDirectory(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {Path} cannot be written: set LIVEOPS_DATA to one that can. ({e.Message})", e);
        }
    }

    /// <summary>Where a secret lies that nobody gave.</summary>
    public string SecretPath(string name) => System.IO.Path.Combine(Path, "secrets", name);

    /// <summary>A secret that nobody set in the environment: a file of <c>SECRETS_DIR</c>, else one that is made once, readable by its owner only.</summary>
    /// <exception cref="StartException">It can be neither read nor kept.</exception>
    public string Secret(string name)
    {
        string path = System.IO.Path.Combine(_mounted, name);
        try
        {
            if (!File.Exists(path) && !File.Exists(path = SecretPath(name)))
                Make(path);
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{name} is not set, and none could be kept in {path}: {e.Message}", e);
        }
    }

    private void Make(string path)
    {
        string folder = Folder("secrets");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new StreamWriter(path + ".tmp", options))
            file.WriteLine(RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true));
        File.Move(path + ".tmp", path);
    }
}
