using System.Text.Json;

namespace LiveOps.Bench.Reporting;

/// <summary>The sections of the last runs, one file for each part, so that a part can be run again by itself.</summary>
internal sealed class Results(string folder)
{
    /// <summary>Where results lie when nothing else is said: beside the solution, and not in git.</summary>
    public static string DefaultFolder => Path.Combine(Root, "artifacts", "bench");

    /// <summary>The folder of the solution, or the one we are in.</summary>
    public static string Root
    {
        get
        {
            for (DirectoryInfo? at = new(Environment.CurrentDirectory); at is not null; at = at.Parent)
            {
                if (File.Exists(Path.Combine(at.FullName, "LiveOps.sln")))
                    return at.FullName;
            }

            return Environment.CurrentDirectory;
        }
    }

    public void Save(Section section)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(PathOf(section.Part), JsonSerializer.Serialize(section, SectionJson.Default.Section));
    }

    /// <summary>The part's last section; null when it was never run.</summary>
    public Section? Load(string part) =>
        File.Exists(PathOf(part)) ? JsonSerializer.Deserialize(File.ReadAllText(PathOf(part)), SectionJson.Default.Section) : null;

    private string PathOf(string part) => Path.Combine(folder, part + ".json");
}
