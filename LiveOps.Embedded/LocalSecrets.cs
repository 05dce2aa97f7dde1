using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Embedded;

/// <summary>
/// The secrets that the embedded system makes for itself when it is given none: a file each under <c>secrets/</c> in the data folder, readable
/// by its owner only.
/// </summary>
internal static class LocalSecrets
{
    /// <summary>The secret's file.</summary>
    public static string PathOf(string dataFolder, string name) => Path.Combine(dataFolder, "secrets", name);

    /// <summary>Whether the secret is set: by the environment, or by a file of the secrets folder.</summary>
    public static bool IsSet(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } || File.Exists(Path.Combine(SecretSources.FolderOf(configuration), name));

    /// <summary>The secret, made when it is not there.</summary>
    /// <exception cref="SettingException">The file cannot be read or written.</exception>
    public static string GetOrMake(string dataFolder, string name)
    {
        string path = PathOf(dataFolder, name);
        try
        {
            if (!File.Exists(path))
                Make(path);
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{name} is not set, and none could be kept in {path}: {e.Message}", e);
        }
    }

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = path + ".tmp";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(temporary, options))
            file.WriteLine(SigningSecret.Make());
        File.Move(temporary, path);
    }
}
