using System.Text.RegularExpressions;

namespace LiveOps.Tests.Monitoring;

/// <summary>One Prometheus knows both regions, and dev and staging in one cluster: what is added up, compared or absent is so in one of them.</summary>
public sealed partial class Regions_do_not_stand_for_one_another
{
    public static TheoryData<string> Files => [.. RuleFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_rule_reckons_by_cluster_and_namespace(string file) => Assert.All(RuleFiles.Rules(file), rule => Assert.Empty(Mixing((string)rule["expr"]!)));

    [Fact]
    public void Every_alert_on_what_is_absent_compares_with_who_was_there() => Assert.All(
        RuleFiles.Names.SelectMany(RuleFiles.Alerts).Select(alert => (string)alert["expr"]!).Where(expression => expression.Contains("absent", StringComparison.Ordinal)),
        expression => Assert.Matches(@"group by \(cluster, namespace, \w+\) \(last_over_time\(.+\[1d\]\)\) unless ", expression));

    [Theory]
    [InlineData("sum(up)", "sum(up)")]
    [InlineData("max by (job) (up)", "max by (job) (up)")]
    [InlineData("a >= on (namespace, job) b", "on (namespace, job) b")]
    [InlineData("absent(up)", "absent(up)")]
    [InlineData("histogram_quantile(0.95, sum by (cluster, namespace, le) (a)) and on (cluster, namespace) b", null)]
    public void What_mixes_them_is_found(string expression, string? found) => Assert.Equal(found, Mixing(expression).SingleOrDefault());

    private static string[] Mixing(string expression) => [.. Mixed().Matches(expression).Select(found => found.Value)];

    [GeneratedRegex(@"\b(?:(?:sum|max|min|avg|count|group|topk|bottomk|quantile|stddev|stdvar|count_values)\b(?!\s+by \(cluster, namespace)|(?:on|by)\s+\((?!cluster, namespace)|ignoring\b|without\b|absent\b)[^\n]*")]
    private static partial Regex Mixed();
}
