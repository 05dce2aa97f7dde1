using LiveOps.Tests.Contract;

namespace LiveOps.Tests.Docs;

/// <summary>
/// By what a translation differs from its original, a sentence for each. Words may be any; the same in both are: headings, their number and level; fenced
/// blocks, byte for byte and in order; tables, by their rows; and under each heading, in whatever order a language has them, links and what stands between backticks.
/// </summary>
internal static class Translation
{
    // Pages that have a Korean one: a Korean link leads there.
    private static readonly Dictionary<string, string> Korean = new()
    {
        ["README.md"] = "docs/ko/README.md",
        ["docs/console.md"] = "docs/ko/console.md",
        ["docs/live-operations.md"] = "docs/ko/operations.md",
    };

    public static IEnumerable<string> Differences(MarkdownPage original, MarkdownPage translation)
    {
        string[] headings = [.. HeadingsThatDiffer(original, translation)];
        return headings is not [] ? headings : original.Sections.Zip(translation.Sections).SelectMany(pair => Differences(original, translation, pair.First, pair.Second));
    }

    private static IEnumerable<string> HeadingsThatDiffer(MarkdownPage original, MarkdownPage translation)
    {
        foreach (((Section first, Section second), int i) in original.Sections.Zip(translation.Sections).Select((pair, i) => (pair, i)))
        {
            if (first.Level != second.Level)
                yield return $"heading {i + 1} of {translation.Path} ({second.Title}) is of level {second.Level}, that of {original.Path} ({first.Title}) of level {first.Level}";
        }

        if (original.Sections.Count != translation.Sections.Count)
            yield return $"{translation.Path} has {translation.Sections.Count} headings, {original.Path} has {original.Sections.Count}";
    }

    private static IEnumerable<string> Differences(MarkdownPage original, MarkdownPage translation, Section first, Section second)
    {
        string where = $"under the heading in line {second.Line} of {translation.Path} ({second.Title})";
        string there = $"{original.Path} (line {first.Line}, {first.Title})";
        foreach (((Block was, Block now), int i) in first.Blocks.Zip(second.Blocks).Select((pair, i) => (pair, i)))
        {
            if (was.Text != now.Text)
                yield return $"block {i + 1} {where}, line {now.Line}, is not that of {original.Path}, line {was.Line}:\n{string.Join('\n', LineDiff.Of(was.Text.Split('\n'), now.Text.Split('\n')))}";
        }

        if (first.Blocks.Count != second.Blocks.Count)
            yield return $"{where} there are {second.Blocks.Count} blocks, in {there} {first.Blocks.Count}";
        if (!first.Tables.SequenceEqual(second.Tables))
            yield return $"{where} there are tables of [{string.Join(", ", second.Tables)}] rows, in {there} of [{string.Join(", ", first.Tables)}]";
        foreach (string sentence in OnlyInOne(code => $"`{code}`", first.Code, second.Code)
            .Concat(OnlyInOne(link => $"a link to {link}", Targets(original, first, Korean), Targets(translation, second, []))))
            yield return $"{where} {sentence} {there}";
    }

    private static IEnumerable<string> OnlyInOne(Func<string, string> name, IEnumerable<string> original, IEnumerable<string> translation)
    {
        List<string> missing = [.. original], added = [];
        foreach (string item in translation)
        {
            if (!missing.Remove(item))
                added.Add(item);
        }

        return missing.Select(item => $"is missing {name(item)} of").Concat(added.Select(item => $"stands {name(item)}, and not in"));
    }

    // From the repository's root, so that links of two folders can be compared.
    private static IEnumerable<string> Targets(MarkdownPage page, Section section, Dictionary<string, string> translated) => section.Links.Select(link =>
    {
        if (link.Contains("://", StringComparison.Ordinal))
            return link;
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? page.Path : Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(page.Path)!, parts[0])));
        return string.Join('#', [translated.GetValueOrDefault(target, target), .. parts[1..]]);
    });
}
