using System.Text;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Aks.Files;

/// <summary>The folder that is published to.</summary>
internal static class OutputFolder
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes files, and removes those of an earlier publishing that are no more, wherever they lie in the folders that it has at the top (<c>base</c>, <c>chart</c>): Helm renders whatever is
    /// in the chart. What others put there stays.</summary>
    /// <param name="folder">Where; made when it is not there.</param>
    /// <param name="files">All that is published.</param>
    /// <exception cref="StartException">It cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<OutputFile> files)
    {
        try
        {
            HashSet<string> now = [.. files.Select(file => Full(folder, file))];
            foreach (OutputFile file in files)
            {
                string path = Full(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text, Encoding);
            }

            foreach (string path in files.Select(file => file.Path.Split('/')).Where(parts => parts.Length > 1).Select(parts => Path.GetFullPath(Path.Combine(folder, parts[0]))).Distinct().SelectMany(FilesIn))
            {
                if (!now.Contains(path) && IsOurs(path))
                    File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"What is published cannot be written to {Path.GetFullPath(folder)}: {e.Message}", e);
        }
    }

    // Links lead elsewhere.
    private static IEnumerable<string> FilesIn(string folder) => Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false });

    private static string Full(string folder, OutputFile file) => Path.GetFullPath(Path.Combine(folder, file.Path));

    private static bool IsOurs(string path) => Path.GetExtension(path) is ".yaml" or ".tpl" && File.ReadLines(path).Take(2).Contains(OutputFile.Mark);
}
