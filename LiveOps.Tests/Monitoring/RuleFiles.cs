using System.Text.Json.Nodes;
using LiveOps.Tests.House;
using LiveOps.Tests.Publishing;

namespace LiveOps.Tests.Monitoring;

/// <summary>The rules for Prometheus, in <c>deploy/monitoring/rules</c>: a file a concern, each beside its unit tests.</summary>
internal static class RuleFiles
{
    /// <summary>How often a group is evaluated that does not say it: the <c>evaluation_interval</c> of a Prometheus whose configuration says none.</summary>
    public const string Often = "1m";

    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "monitoring", "rules");

    /// <summary>Their names without <c>.yml</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.yml").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => !name.EndsWith(".test", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The rules of a file.</summary>
    public static IReadOnlyList<JsonNode> Rules(string name) => [.. GroupsOf(name).SelectMany(group => group["rules"].Items())];

    /// <summary>The groups of a file.</summary>
    public static IReadOnlyList<JsonNode> GroupsOf(string name) => [.. Read($"{name}.yml")["groups"].Items()];

    /// <summary>How often a group is evaluated.</summary>
    public static string EvaluatedEvery(JsonNode group) => (string?)group["interval"] ?? Often;

    /// <summary>How often the groups of a file are evaluated in its tests.</summary>
    public static string TestedEvery(string name) => (string)Read($"{name}.test.yml")["evaluation_interval"]!;

    /// <summary>The alerts of a file.</summary>
    public static IEnumerable<JsonNode> Alerts(string name) => Rules(name).Where(rule => rule["alert"] is not null);

    /// <summary>The names of a file's groups, in their order, and those of its tests.</summary>
    public static (string[] OfRules, string[] OfTests) Groups(string name) => (
        [.. GroupsOf(name).Select(group => (string)group["name"]!)],
        [.. Read($"{name}.test.yml")["group_eval_order"].Items().Select(group => (string)group!)]);

    /// <summary>The cases of a file's unit tests.</summary>
    public static IReadOnlyList<JsonNode> Cases(string name) => [.. Read($"{name}.test.yml")["tests"].Items()];

    private static JsonObject Read(string file) => Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine(Folder, file))));
}
