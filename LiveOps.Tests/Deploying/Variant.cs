using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>Staging with components that no overlay uses as committed: what an environment is that chooses them.</summary>
internal sealed record Variant(string Name, params string[] Components)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new();

    /// <summary>Each component at least once, in the order that they ask for.</summary>
    public static Variant[] All { get; } =
    [
        new("ab-by-header", "prometheus", "rollouts/canary", "rollouts/ab-by-header"),
        new("blue-green", "prometheus", "rollouts/blue-green"),
        new("canary", "prometheus", "keda", "rollouts/canary"),
        new("mesh", "prometheus", "mesh"),
        new("on-prem-mysql", "on-prem-mysql"),
        new("on-prem-mysql-prometheus", "prometheus", "on-prem-mysql", "on-prem-mysql/prometheus"),
    ];

    /// <summary>Of what it differs in from staging, the file.</summary>
    public string RenderedFile => Path.Combine(Deploy.Folder, "rendered", "variants", Name + ".yaml");

    public static Variant Of(string name) => Assert.Single(All, variant => variant.Name == name);

    /// <summary>All of its objects.</summary>
    public async Task<IReadOnlyList<JsonObject>> ObjectsAsync() => Deploy.Parsed(await BuiltAsync());

    /// <summary>Those of its objects that staging does not have, or has otherwise.</summary>
    public async Task<JsonObject[]> OwnAsync()
    {
        IReadOnlyList<JsonObject> staging = Deploy.Rendered("staging");
        return [.. (await ObjectsAsync()).Where(found => !staging.Any(before => JsonNode.DeepEquals(before, found)))];
    }

    /// <summary>What it has not of staging, has otherwise, and has more: as comments, a line each, and as objects.</summary>
    public async Task<string> DifferenceAsync()
    {
        IReadOnlyList<JsonObject> staging = Deploy.Rendered("staging");
        string[] documents = (await BuiltAsync()).Split("\n---\n");
        JsonObject[] objects = [.. documents.Select(document => Assert.Single(Deploy.Parsed(document)))];
        ILookup<bool, JsonObject> stays = staging.ToLookup(one => objects.Any(found => found.IsOf(one.Kind(), one.Name())));
        var text = new StringBuilder($"# Staging with {string.Join(", ", Components)}: what is not as it is without.\n");
        foreach (JsonObject gone in stays[false])
            text.Append($"# {gone.Kind()} {gone.Name()} is not there\n");
        foreach (Difference difference in Difference.Of(stays[true], objects))
            text.Append($"# {difference}\n");
        foreach ((string document, JsonObject found) in documents.Zip(objects).Where(one => !staging.Any(before => before.IsOf(one.Second.Kind(), one.Second.Name()))))
            text.Append("---\n").Append(document.TrimEnd('\n')).Append('\n');
        return text.ToString();
    }

    private Task<string> BuiltAsync() => Built.GetOrAdd(Name, _ => new(BuildAsync)).Value;

    // In a copy of what staging is made of, with the components added to its own. Where the Prometheus operator scrapes, Azure's does not.
    private async Task<string> BuildAsync()
    {
        using var folder = new TempFolder();
        CopyTo(folder);
        string file = folder.File("deploy/overlays/staging/kustomization.yaml"), text = await File.ReadAllTextAsync(file);
        if (Components.Contains("prometheus"))
            text = text.Replace("- ../../components/azure-monitor\n", "", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace("\nimages:\n", "\n" + string.Concat(Components.Select(component => $"- ../../components/{component}\n")) + "images:\n", StringComparison.Ordinal));
        return await KubernetesTools.SaidAsync(KubernetesTools.KustomizeAsync(Path.GetDirectoryName(file)!));
    }

    /// <summary>Puts a copy of staging into a folder, with all that it is made of.</summary>
    public static void CopyTo(TempFolder folder)
    {
        foreach (string part in new[] { "overlays/staging", "components" })
            Copy(Path.Combine(Deploy.Folder, part), folder.File("deploy/" + part));
        Copy(Path.Combine(Published.Folder, "base"), folder.File("aspire-manifest/base"));
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
