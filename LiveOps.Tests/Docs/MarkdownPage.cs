using System.Text.RegularExpressions;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Docs;

/// <summary>A document of the repository, in sections.</summary>
/// <param name="Path">Where it is, from the repository's root.</param>
/// <param name="Sections">One for each heading, in order.</param>
internal sealed partial record MarkdownPage(string Path, IReadOnlyList<Section> Sections)
{
    private const string Fence = "```";

    /// <summary>The document as it is committed.</summary>
    public static MarkdownPage Read(string path) => Parse(path, File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)));

    /// <summary>A document of that text.</summary>
    public static MarkdownPage Parse(string path, string text)
    {
        List<Section> sections = [];
        string[] lines = text.Split('\n');
        bool afterRow = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            int level = line.TakeWhile(letter => letter == '#').Count();
            if (level > 0)
                sections.Add(new Section(level, line[level..].Trim(), i + 1));
            else if (line.StartsWith(Fence, StringComparison.Ordinal))
                sections[^1].Blocks.Add(BlockAt(lines, ref i));
            else if (!IsOfLanguages(line, sections))
                AddText(sections[^1], line, afterRow);
            afterRow = line.StartsWith('|');
        }

        return new MarkdownPage(path, sections);
    }

    private static Block BlockAt(string[] lines, ref int i)
    {
        int from = i++;
        while (i < lines.Length - 1 && lines[i] != Fence)
            i++;
        return new Block(from + 1, string.Join('\n', lines[from..(i + 1)]));
    }

    // The line under the title that leads to other languages: each has its own.
    private static bool IsOfLanguages(string line, List<Section> sections) =>
        sections is [] or [_] && (line.StartsWith("[English](", StringComparison.Ordinal) || line.StartsWith("[한국어](", StringComparison.Ordinal));

    private static void AddText(Section section, string line, bool afterRow)
    {
        if (line.StartsWith('|') && !afterRow)
            section.Tables.Add(0);
        if (line.StartsWith('|'))
            section.Tables[^1]++;
        section.Links.AddRange(Link().Matches(line).Select(match => match.Groups[1].Value));
        section.Code.AddRange(Code().Matches(line).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
