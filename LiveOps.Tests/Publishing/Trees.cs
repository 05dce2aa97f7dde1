using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveOps.Tests.Publishing;

/// <summary>Looks into objects.</summary>
internal static class Trees
{
    public static string Kind(this JsonNode tree) => (string)tree["kind"]!;

    public static string Name(this JsonNode tree) => (string)tree["metadata"]!["name"]!;

    public static bool IsOf(this JsonNode tree, string kind, string name) => tree.Kind() == kind && tree.Name() == name;

    /// <summary>What a path leads to: names of members and numbers of items, separated by blanks; null where it leads nowhere.</summary>
    public static JsonNode? At(this JsonNode? tree, string path) =>
        path.Split(' ').Aggregate(tree, (node, step) => node is JsonArray list ? list.ElementAtOrDefault(int.Parse(step, CultureInfo.InvariantCulture)) : node?[step]);

    /// <summary>The pod template of a Deployment or Job.</summary>
    public static JsonObject Pod(this JsonNode workload) => (workload.At("spec jobTemplate") ?? workload).At("spec template")!.AsObject();

    /// <summary>The items of a list that may not be there.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? list) => list?.AsArray().Select(item => item!) ?? [];

    /// <summary>The members of a map of texts that may not be there.</summary>
    public static Dictionary<string, string> Texts(this JsonNode? map) => map?.AsObject().ToDictionary(member => member.Key, member => (string)member.Value!) ?? [];
}
