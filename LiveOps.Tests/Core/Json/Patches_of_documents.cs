using System.Text;
using System.Text.Json.Nodes;
using LiveOps.Core.Json;

namespace LiveOps.Tests.Core.Json;

/// <summary>What changed between two documents, applied to the first by another program's rules (RFC 6902), gives the second.</summary>
public sealed class Patches_of_documents
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "[]")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", "[]")]
    [InlineData("""{"a":1}""", """{"a":2,"c/d~e":null}""", """[{"op":"replace","path":"/a","value":2},{"op":"add","path":"/c~1d~0e","value":null}]""")]
    [InlineData("""{"a":{"b":[1,2,3]}}""", """{"a":{"b":[1,3]}}""", """[{"op":"remove","path":"/a/b/1"}]""")]
    [InlineData("[1,2]", "[1,5,6,2]", """[{"op":"add","path":"/1","value":5},{"op":"add","path":"/2","value":6}]""")]
    [InlineData("{}", "[]", """[{"op":"replace","path":"","value":[]}]""")]
    [InlineData("{/* c */\"a\":[1,],}", """{"a":[1]}""", "[]")]
    public void Say_only_what_is_different(string before, string after, string patch) => Assert.Equal(patch, JsonPatch.Between(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after)));

    [Fact]
    public void Applied_to_the_first_give_the_second_whatever_they_are()
    {
        var random = new Random(4711);
        for (int round = 0; round < 2_000; round++)
        {
            JsonNode? before = Any(random, 4), after = random.Next(3) == 0 ? Any(random, 4) : Changed(before?.DeepClone(), random);
            string patch = JsonPatch.Between(Bytes(before), Bytes(after));
            JsonNode? applied = Apply(before, JsonNode.Parse(patch)!.AsArray());
            Assert.True(JsonNode.DeepEquals(after, applied), $"{before?.ToJsonString()} and {patch} give {applied?.ToJsonString()} instead of {after?.ToJsonString()}");
        }
    }

    private static byte[] Bytes(JsonNode? node) => Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null");

    private static JsonNode? Any(Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => null,
        1 => random.Next(5),
        2 => new[] { "x", "", "/", "~1", "ä😀" }[random.Next(5)],
        3 => random.Next(2) == 0,
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Any(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(5)).Select(_ => new[] { "a", "b", "c/d", "~", "", "e" }[random.Next(6)]).Distinct().Select(name => KeyValuePair.Create(name, Any(random, depth - 1)))),
    };

    private static JsonNode? Changed(JsonNode? node, Random random)
    {
        if (node is JsonArray array)
        {
            if (array.Count > 0 && random.Next(2) == 0)
                array.RemoveAt(random.Next(array.Count));
            else
                array.Insert(random.Next(array.Count + 1), Any(random, 1));
        }
        else if (node is JsonObject { Count: > 0 } members)
        {
            string name = members.ElementAt(random.Next(members.Count)).Key;
            members[name] = Changed(members[name]?.DeepClone(), random);
        }
        else
        {
            return Any(random, 2);
        }

        return node;
    }

    private static JsonNode? Apply(JsonNode? document, JsonArray patch)
    {
        JsonNode holder = new JsonObject { ["root"] = document?.DeepClone() };
        foreach (JsonNode? operation in patch)
        {
            string[] path = [.. ("/root" + (string)operation!["path"]!).Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
            JsonNode at = path[..^1].Aggregate(holder, (node, part) => node is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!);
            JsonNode? value = operation["value"]?.DeepClone();
            if (at is JsonArray array)
            {
                int index = int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture);
                if ((string)operation["op"]! != "add")
                    array.RemoveAt(index);
                if ((string)operation["op"]! != "remove")
                    array.Insert(index, value);
            }
            else
            {
                JsonObject members = at.AsObject();
                Assert.Equal((string)operation["op"]! != "add", members.ContainsKey(path[^1]));
                members.Remove(path[^1]);
                if ((string)operation["op"]! != "remove")
                    members.Add(path[^1], value);
            }
        }

        return holder["root"];
    }
}
