using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>The folder deploy/ as it is committed.</summary>
internal static class Deploy
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<JsonObject>> Texts = new();

    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>The names of the overlays.</summary>
    public static string[] Overlays { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Folder, "overlays")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>The names of what every namespace and cluster has before.</summary>
    public static string[] Platforms { get; } =
    [
        .. Directory.EnumerateDirectories(Path.Combine(Folder, "platform")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)
            .Where(name => (string)Document("platform", name, "kustomization.yaml")["kind"]! == "Kustomization"),
    ];

    /// <summary>Those of them that are an environment's namespace: the ones that know groups.</summary>
    public static string[] Spaces { get; } = [.. Platforms.Where(name => File.Exists(Path.Combine(Folder, "platform", name, "groups.yaml")))];

    /// <summary>All that is rendered: overlays, and with their folder's name platforms.</summary>
    public static string[] Renderings => [.. Overlays, .. Platforms.Select(name => "platform/" + name)];

    /// <summary>The objects that the overlays stand on.</summary>
    public static IReadOnlyList<JsonObject> Base { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Published.Folder, "base"), "*.yaml").Order(StringComparer.Ordinal)
            .Where(file => Path.GetFileName(file) != "kustomization.yaml").SelectMany(file => YamlTree.ParseAll(File.ReadAllText(file))),
    ];

    /// <summary>The components that overlays use or may use, by their paths.</summary>
    public static string[] Components { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Folder, "components"), "kustomization.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Folder, "components"), Path.GetDirectoryName(file)!).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>What Argo CD is told.</summary>
    public static IReadOnlyList<JsonObject> ArgoCD { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "argocd"), "*.yaml").Order(StringComparer.Ordinal).SelectMany(file => YamlTree.ParseAll(File.ReadAllText(file)))];

    /// <summary>The folder that is rendered, in <see cref="Folder"/>.</summary>
    public static string Source(string rendering) => rendering.StartsWith("platform/", StringComparison.Ordinal) ? rendering : "overlays/" + rendering;

    /// <summary>The file that it was rendered to.</summary>
    public static string RenderedFile(string rendering) => Path.Combine(Folder, "rendered", rendering + ".yaml");

    /// <summary>The objects that it was rendered to.</summary>
    public static IReadOnlyList<JsonObject> Rendered(string rendering) => Parsed(File.ReadAllText(RenderedFile(rendering)));

    /// <summary>The objects of a text, for whoever may change them; it is read once, for that takes a while.</summary>
    public static IReadOnlyList<JsonObject> Parsed(string text) => [.. Texts.GetOrAdd(text, YamlTree.ParseAll).Select(found => found.DeepClone().AsObject())];

    /// <summary>The only document of a file.</summary>
    public static JsonObject Document(params string[] path) => Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine([Folder, .. path]))));
}
