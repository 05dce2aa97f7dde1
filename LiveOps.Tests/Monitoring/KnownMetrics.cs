using LiveOps.Tests.House;

namespace LiveOps.Tests.Monitoring;

/// <summary>The metrics that rules may name: those of the services, as the contract has them, and those of exporters of others that are listed beside the rules.</summary>
internal static class KnownMetrics
{
    private const string InAClusterOnly = "# cluster: ";

    /// <summary>The services'; * for a metric of all of them.</summary>
    public static IReadOnlyList<Metric> Own { get; } =
        [.. from line in File.ReadLines(Path.Combine(Repository.Root, "docs", "contract", "metrics.txt"))
            let text = line.StartsWith(InAClusterOnly, StringComparison.Ordinal) ? line[InAClusterOnly.Length..] : line
            where text.Length > 0 && text[0] != '#'
            let words = text.Split(' ')
            select new Metric(words[0], words[1], words[2], words[3..])];

    /// <summary>Those of exporters: metric, exporter, its version, labels.</summary>
    public static IReadOnlyList<Metric> Outside { get; } =
        [.. from line in File.ReadLines(Path.Combine(RuleFiles.Folder, "outside-metrics.tsv")).Skip(1)
            let cells = line.Split('\t')
            select new Metric($"{cells[1]} {cells[2]}", cells[0], "", cells[3].Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Why a selector selects nothing; null where it may.</summary>
    public static string? Objection(PromQl.Selector selector)
    {
        if (selector.Name is not { } name)
            return "a selector names no metric";
        if (name.Contains(':', StringComparison.Ordinal))
            return RuleFiles.Names.SelectMany(RuleFiles.Rules).Any(rule => (string?)rule["record"] == name) ? null : $"{name} is recorded nowhere";
        Metric[] series = [.. Own.Concat(Outside).Where(metric => metric.HasSeries(name))];
        return series.Length == 0 ? $"{name} is no metric of a service or listed exporter"
            : series.Any(metric => metric.IsSelectedBy(selector)) ? null
            : $"{name} is not had by that service, or not by those labels";
    }

    /// <param name="Source">The service, or the exporter and its version.</param>
    /// <param name="Name">Its name, a histogram's without what its series end in.</param>
    /// <param name="Type"><c>counter</c>, <c>gauge</c>, <c>histogram</c>; nothing where it is not ours.</param>
    /// <param name="Labels">Its labels, without those of the scrape.</param>
    internal sealed record Metric(string Source, string Name, string Type, string[] Labels)
    {
        /// <summary>Whether a series of this name is its.</summary>
        public bool HasSeries(string series) => Type == "histogram"
            ? series == Name + "_bucket" || series == Name + "_count" || series == Name + "_sum"
            : series == Name;

        /// <summary>Whether a selector of its series can select any.</summary>
        public bool IsSelectedBy(PromQl.Selector selector) =>
            (Type.Length == 0 || Source == "*" || selector.Takes("job", Source)) && selector.Matchers.All(matcher =>
                matcher.Label is "job" or "instance" or "cluster" or "namespace" || Labels.Contains(matcher.Label) || (matcher.Label == "le" && Type == "histogram" && selector.Name == Name + "_bucket"));
    }
}
