using System.Text.Json.Nodes;
using LiveOps.AppHost.Aks.Files;

namespace LiveOps.Tests.Publishing;

/// <summary>Files that are published.</summary>
internal sealed class PublishedFiles(IReadOnlyList<OutputFile> files)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<OutputFile> All => files;

    /// <summary>One of them.</summary>
    public string Text(string path) => Assert.Single(files, file => file.Path == path).Text;

    /// <summary>The objects of the base.</summary>
    public IReadOnlyList<JsonObject> Objects { get; } =
        [.. files.Where(file => file.Path.StartsWith("base/", StringComparison.Ordinal) && file.Path != "base/kustomization.yaml").SelectMany(file => YamlTree.ParseAll(file.Text))];

    /// <summary>An object of the base.</summary>
    public JsonObject Object(string kind, string name) => Assert.Single(Objects, found => found.IsOf(kind, name));
}
