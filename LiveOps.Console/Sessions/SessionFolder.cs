using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Console.Sessions;

/// <summary>The folder of keys: whoever reads it can make a session of anybody's, so that it is its owner's alone, or there is no console.</summary>
internal static class SessionFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it, takes it from everybody else, and writes into it once.</summary>
    /// <exception cref="SettingException">It cannot be made or written, or others keep their access.</exception>
    public static void Make(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                MakePrivate(folder);
            string probe = Path.Combine(folder, $"probe-{Guid.NewGuid():n}.tmp");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"CONSOLE_DATA cannot be written, or is not its owner's alone: {e.Message}", e);
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void MakePrivate(string folder)
    {
        Directory.CreateDirectory(folder, Owner);
        if (File.GetUnixFileMode(folder) != Owner) // it was there before
            File.SetUnixFileMode(folder, Owner);
    }
}
