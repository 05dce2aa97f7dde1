using System.Text.Json.Nodes;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Deploying;

/// <summary>A place at which two objects of one kind and name are not the same; null is what is not there.</summary>
internal sealed record Difference(string Kind, string Name, string Path, string? Before, string? Now)
{
    /// <summary>Where objects differ that are among both.</summary>
    public static IEnumerable<Difference> Of(IEnumerable<JsonObject> before, IReadOnlyList<JsonObject> now) => before.SelectMany(one =>
    {
        Dictionary<string, string> was = Leaves(one, "").ToDictionary(), isNow = Leaves(Assert.Single(now, found => found.IsOf(one.Kind(), one.Name())), "").ToDictionary();
        return was.Keys.Union(isNow.Keys)
            .Select(path => new Difference(one.Kind(), one.Name(), path, was.GetValueOrDefault(path), isNow.GetValueOrDefault(path)))
            .Where(difference => difference.Before != difference.Now);
    });

    public override string ToString() => $"{Kind} {Name}: {Path}: {Before ?? "nothing"} became {Now ?? "nothing"}";

    // What has no members is a leaf, too: an empty map or list means something in a policy.
    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject { Count: > 0 } map => map.SelectMany(member => Leaves(member.Value, $"{path} {member.Key}".TrimStart())),
        JsonArray { Count: > 0 } list => list.SelectMany((item, index) => Leaves(item, $"{path} {index}".TrimStart())),
        _ => [KeyValuePair.Create(path, node?.ToJsonString() ?? "null")],
    };
}
