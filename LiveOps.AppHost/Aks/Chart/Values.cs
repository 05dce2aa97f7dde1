using System.Text.Json.Nodes;

namespace LiveOps.AppHost.Aks.Chart;

/// <summary>The values of the chart, each with its default: what the base has.</summary>
internal sealed class Values
{
    private readonly JsonObject _root = [];

    /// <summary>All of them.</summary>
    public JsonObject Root => _root;

    /// <summary>Adds a value.</summary>
    /// <param name="path">Its name, the parts separated by dots.</param>
    /// <param name="standard">Its default.</param>
    /// <exception cref="InvalidOperationException">It has another already.</exception>
    public void Add(string path, JsonNode standard)
    {
        string[] parts = path.Split('.');
        JsonObject parent = _root;
        foreach (string part in parts.SkipLast(1))
        {
            if (parent[part] is null)
                parent[part] = new JsonObject();
            parent = parent[part]!.AsObject();
        }

        if (parent[parts[^1]] is { } before && !JsonNode.DeepEquals(before, standard))
            throw new InvalidOperationException($"The value {path} would have two defaults, {before} and {standard}.");
        parent[parts[^1]] = standard.DeepClone();
    }
}
