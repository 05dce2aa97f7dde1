using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveOps.Console.Differences;

/// <summary>
/// What differs between two texts, line by line, and in lines that took each other's place word by word: by a longest common subsequence (the table of Wagner and Fischer, 1974).
/// <list type="number">
/// <item>what both begin and end with is set aside;</item>
/// <item>of the rest a table is made, of a million cells at the most; what is larger is one change as a whole;</item>
/// <item>of what is the same, three lines around each change are shown, and of all of it 2,000 lines;</item>
/// <item>words are compared in lines of at most 2,000 characters, as long as their tables together have no more than 4 million cells; neighbours that fared alike are one.</item>
/// </list>
/// </summary>
internal static partial class TextDiff
{
    /// <summary>How many lines are shown at most; behind them stands how many there are more.</summary>
    public const int MostLines = 2_000;

    private const int MostCells = 1_000_000, MostCellsOfWords = 4_000_000, LongestLine = 2_000, Around = 3;

    /// <summary>The difference; nothing where there is none.</summary>
    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        List<(DiffKind Kind, string Text)> lines = Compare(before.TrimEnd('\n').Split('\n'), after.TrimEnd('\n').Split('\n'));
        return lines.TrueForAll(line => line.Kind == DiffKind.Same) ? [] : WithWords(Shorten(lines));
    }

    private static List<(DiffKind Kind, string Text)> Compare(string[] before, string[] after)
    {
        int start = 0, end = 0, least = Math.Min(before.Length, after.Length); // 1
        while (start < least && before[start] == after[start])
            start++;
        while (end < least - start && before[^(end + 1)] == after[^(end + 1)])
            end++;
        var lines = new List<(DiffKind, string)>();
        lines.AddRange(before[..start].Select(line => (DiffKind.Same, line)));
        lines.AddRange(Middle(before[start..^end], after[start..^end]));
        lines.AddRange(before[^end..].Select(line => (DiffKind.Same, line)));
        return lines;
    }

    // 2
    private static List<(DiffKind, string)> Middle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MostCells)
            return [.. before.Select(line => (DiffKind.Removed, line)), .. after.Select(line => (DiffKind.Added, line))];
        int[,] common = new int[before.Length + 1, after.Length + 1];
        for (int b = before.Length - 1; b >= 0; b--)
        {
            for (int a = after.Length - 1; a >= 0; a--)
                common[b, a] = before[b] == after[a] ? common[b + 1, a + 1] + 1 : Math.Max(common[b + 1, a], common[b, a + 1]);
        }

        var lines = new List<(DiffKind, string)>();
        for (int b = 0, a = 0; b < before.Length || a < after.Length;)
        {
            if (b < before.Length && a < after.Length && before[b] == after[a])
                (b, a) = Both(b, a);
            else if (b < before.Length && (a == after.Length || common[b + 1, a] >= common[b, a + 1]))
                lines.Add((DiffKind.Removed, before[b++]));
            else
                lines.Add((DiffKind.Added, after[a++]));
        }

        return lines;

        (int, int) Both(int b, int a)
        {
            lines.Add((DiffKind.Same, before[b]));
            return (b + 1, a + 1);
        }
    }

    private static List<DiffLine> WithWords(List<(DiffKind Kind, string Text)> lines)
    {
        var shown = new List<DiffLine>();
        long cells = MostCellsOfWords;
        for (int at = 0; at < lines.Count;)
        {
            int removed = Run(lines, at, DiffKind.Removed), added = Run(lines, at + removed, DiffKind.Added);
            if (removed == 0 || added == 0)
            {
                shown.Add(new DiffLine(lines[at].Kind, lines[at].Text.Length == 0 && lines[at].Kind == DiffKind.LeftOut ? [] : [(lines[at].Text, false)]));
                at++;
                continue;
            }

            // As many as stand across from each other are compared word by word.
            var pairs = Enumerable.Range(0, Math.Min(removed, added)).Select(n => Words(lines[at + n].Text, lines[at + removed + n].Text, ref cells)).ToList();
            for (int n = 0; n < removed; n++)
                shown.Add(new DiffLine(DiffKind.Removed, n < pairs.Count ? pairs[n].Before : [(lines[at + n].Text, false)]));
            for (int n = 0; n < added; n++)
                shown.Add(new DiffLine(DiffKind.Added, n < pairs.Count ? pairs[n].After : [(lines[at + removed + n].Text, false)]));
            at += removed + added;
        }

        return shown;
    }

    private static int Run(List<(DiffKind Kind, string Text)> lines, int from, DiffKind kind)
    {
        int count = 0;
        while (from + count < lines.Count && lines[from + count].Kind == kind)
            count++;
        return count;
    }

    // 4
    private static (List<(string, bool)> Before, List<(string, bool)> After) Words(string before, string after, ref long cells)
    {
        if (cells <= 0 || before.Length > LongestLine || after.Length > LongestLine)
            return ([(before, false)], [(after, false)]);
        string[] ones = Split(before), others = Split(after);
        if ((cells -= (long)ones.Length * others.Length) < 0)
            return ([(before, false)], [(after, false)]);
        List<(DiffKind Kind, string Text)> words = Compare(ones, others);
        return (Joined(words, DiffKind.Removed), Joined(words, DiffKind.Added));
    }

    private static List<(string Text, bool IsChanged)> Joined(List<(DiffKind Kind, string Text)> words, DiffKind kind)
    {
        var joined = new List<(string Text, bool IsChanged)>();
        var text = new StringBuilder();
        bool isChanged = false;
        foreach ((DiffKind of, string word) in words)
        {
            if (of != DiffKind.Same && of != kind)
                continue;
            if ((of == kind) != isChanged && text.Length > 0)
            {
                joined.Add((text.ToString(), isChanged));
                text.Clear();
            }

            isChanged = of == kind;
            text.Append(word);
        }

        joined.Add((text.ToString(), isChanged));
        return joined;
    }

    private static string[] Split(string line)
    {
        var words = new List<string>();
        foreach (ValueMatch word in Word().EnumerateMatches(line))
            words.Add(line.Substring(word.Index, word.Length));
        return [.. words];
    }

    // 3
    private static List<(DiffKind Kind, string Text)> Shorten(List<(DiffKind Kind, string Text)> lines)
    {
        bool[] near = new bool[lines.Count];
        for (int at = 0; at < lines.Count; at++)
        {
            if (lines[at].Kind != DiffKind.Same)
                near.AsSpan(Math.Max(0, at - Around)..Math.Min(lines.Count, at + Around + 1)).Fill(true);
        }

        var shown = new List<(DiffKind, string)>();
        int last = -1, more = 0;
        for (int at = 0; at < lines.Count; at++)
        {
            if (!near[at])
                continue;
            if (shown.Count >= MostLines)
            {
                more++;
                continue;
            }

            if (at != last + 1)
                shown.Add((DiffKind.LeftOut, ""));
            shown.Add(lines[at]);
            last = at;
        }

        if (more > 0)
            shown.Add((DiffKind.LeftOut, more.ToString("N0", CultureInfo.InvariantCulture)));
        return shown;
    }

    [GeneratedRegex(@"\w+|\s+|[^\w\s]")]
    private static partial Regex Word();
}
