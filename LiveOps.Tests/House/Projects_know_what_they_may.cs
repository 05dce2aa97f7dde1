using System.Reflection;
using System.Xml.Linq;

namespace LiveOps.Tests.House;

/// <summary>Which project may know which; services never reference each other.</summary>
public sealed class Projects_know_what_they_may
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["LiveOps.Client"] = [],
        ["LiveOps.Tables"] = [],
        ["LiveOps.Cli"] = ["LiveOps.Client", "LiveOps.Tables"],
        ["LiveOps.Core"] = [],
        ["LiveOps.ServiceDefaults"] = ["LiveOps.Core", "LiveOps.Tables"],
        ["LiveOps.Gateway"] = ["LiveOps.Core", "LiveOps.ServiceDefaults"],
        ["LiveOps.Fairness"] = ["LiveOps.Core", "LiveOps.ServiceDefaults"],
        ["LiveOps.Progression"] = ["LiveOps.Core", "LiveOps.ServiceDefaults", "LiveOps.Tables"],
        ["LiveOps.Leaderboard"] = ["LiveOps.Core", "LiveOps.ServiceDefaults", "LiveOps.Tables"],
        ["LiveOps.Console"] = ["LiveOps.ServiceDefaults"],
        ["LiveOps.Embedded"] = ["LiveOps.Core", "LiveOps.ServiceDefaults", "LiveOps.Gateway", "LiveOps.Fairness", "LiveOps.Progression", "LiveOps.Leaderboard", "LiveOps.Console"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_references_only_what_its_room_may_know(string project)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, project, project + ".csproj"));
        IEnumerable<string> references = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_compiled_assembly_knows_only_what_its_room_may_know(string project)
    {
        IEnumerable<string> known = Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("LiveOps.", StringComparison.Ordinal));

        Assert.Empty(known.Except(Allowed[project]));
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "LiveOps.sln"));
        foreach (string path in Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories))
            Assert.Contains(Path.GetFileName(path), solution, StringComparison.Ordinal);
    }
}
