using System.Globalization;
using System.Text.Json.Nodes;
using k8s;

namespace LiveOps.AppHost.Aks.Yaml;

/// <summary>Objects of Kubernetes as trees.</summary>
internal static class Tree
{
    /// <summary>What the API server is sent of an object; members that say nothing are left out.</summary>
    public static JsonObject Of(object typed) => JsonNode.Parse(KubernetesJson.Serialize(typed))!.AsObject();

    /// <summary>Puts an expression where a path leads, and answers what stood there.</summary>
    /// <param name="tree">The object.</param>
    /// <param name="path">Names of members and numbers of items.</param>
    /// <param name="expression">What takes its place.</param>
    public static JsonNode Replace(this JsonObject tree, IReadOnlyList<string> path, Expression expression)
    {
        JsonNode parent = tree;
        foreach (string step in path.SkipLast(1))
            parent = (parent is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)] : parent[step])!;
        JsonNode before = parent[path[^1]] ?? throw new InvalidOperationException($"{string.Join('.', path)} is not there.");
        parent[path[^1]] = JsonValue.Create(expression);
        return before;
    }
}
