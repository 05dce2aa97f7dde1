using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Resources.Local;

/// <summary>Finds the machine's own programs.</summary>
internal static class LocalProgram
{
    /// <summary>Where a program lies.</summary>
    /// <param name="name">The program.</param>
    /// <param name="package">Debian's package that has it.</param>
    /// <param name="besides">Folders to look in after those of the PATH.</param>
    /// <exception cref="StartException">It is not installed.</exception>
    public static string Find(string name, string package, params IEnumerable<string> besides) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Concat(besides)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new StartException($"{name} is missing, and no container runtime answers that could take its place: apt-get install {package}");
}
