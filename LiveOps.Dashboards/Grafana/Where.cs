using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Grafana;

/// <summary>
/// Which clusters and which environments in them are looked at: two choices above each dashboard, and two matchers in each selector of its questions. One
/// Prometheus knows all of them; without the choice a region that is down hides behind one that is not.
/// </summary>
internal static partial class Where
{
    // What has no namespace (a node, MySQL's machine) is every environment's.
    private const string Matchers = "cluster=~\"$cluster\",namespace=~\"$namespace|\"";

    /// <summary>The choices: all, until somebody chooses.</summary>
    public static JsonNode[] Choices() => [Choice("cluster", "label_values(up, cluster)"), Choice("namespace", "label_values(up{cluster=~\"$cluster\"}, namespace)")];

    /// <summary>A question's text with the choice in it. Traces know of neither.</summary>
    public static string In(Source source, string expression) => source switch
    {
        Source.Prometheus => Metric().Replace(expression, found => found.Groups["name"].Success ? $"{found.Groups["name"].Value}{{{Joined(found.Groups["matchers"].Value)}}}" : found.Value),
        Source.Loki => "{" + Joined(expression[1..]),
        _ => expression,
    };

    /// <summary>What a series is called: one that is not added up is there for each cluster and environment.</summary>
    public static string Legend(Query query) => query.Legend.Length > 0 && Single().IsMatch(query.Expression) ? query.Legend + " {{cluster}} {{namespace}}" : query.Legend;

    private static string Joined(string matchers) => matchers.Length == 0 ? Matchers : $"{Matchers},{matchers}";

    private static JsonObject Choice(string name, string values) => new()
    {
        ["name"] = name,
        ["type"] = "query",
        ["datasource"] = DashboardJson.Datasource(Source.Prometheus),
        ["query"] = values,
        ["refresh"] = 2,
        ["sort"] = 1,
        ["multi"] = true,
        ["includeAll"] = true,
        ["allValue"] = ".*",
        ["current"] = new JsonObject { ["text"] = "All", ["value"] = "$__all" },
    };

    // Texts, ranges, lists of labels and words of the language first: what is left is a metric, with its matchers.
    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*" | \[[^\]]*\] | \boffset\s+\w+ | \b(?:by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)
        | \b(?:and|or|unless|bool|sum|max|min|avg|count|group)\b | [a-z_]+(?=\s*\()
        | (?<![\w.$:])(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<matchers>(?:[^{}"]|"(?:[^"\\]|\\.)*")*)\})?
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Metric();

    // Recorded for each of them, and not added up.
    [GeneratedRegex(@"^[a-z_]+:[\w:]+(?: offset \w+)?(?: / [\d.()-]+)?$")]
    private static partial Regex Single();
}
