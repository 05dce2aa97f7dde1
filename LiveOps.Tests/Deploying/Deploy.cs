using System.Text.Json.Nodes;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>The folder deploy/ as it is committed.</summary>
internal static class Deploy
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>The names of the overlays.</summary>
    public static string[] Overlays { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Folder, "overlays")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>The objects that the overlays stand on.</summary>
    public static IReadOnlyList<JsonObject> Base { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Published.Folder, "base"), "*.yaml").Order(StringComparer.Ordinal)
            .Where(file => Path.GetFileName(file) != "kustomization.yaml").SelectMany(file => YamlTree.ParseAll(File.ReadAllText(file))),
    ];

    /// <summary>The file that an overlay was rendered to.</summary>
    public static string RenderedFile(string overlay) => Path.Combine(Folder, "rendered", overlay + ".yaml");

    /// <summary>The objects that an overlay was rendered to.</summary>
    public static IReadOnlyList<JsonObject> Rendered(string overlay) => YamlTree.ParseAll(File.ReadAllText(RenderedFile(overlay)));

    /// <summary>The only document of a file.</summary>
    public static JsonObject Document(params string[] path) => Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine([Folder, .. path]))));
}
