using System.Text.RegularExpressions;

namespace LiveOps.Cli.Shell;

/// <summary>Text that others wrote, for a terminal: without what would move its cursor or change its colours.</summary>
internal static partial class PlainText
{
    public static string Of(string? text)
    {
        if (text is null)
            return "";
        return text.Any(IsControl) ? string.Concat(text.Select(c => IsControl(c) ? '\uFFFD' : c)) : text;
    }

    /// <summary>The same in one line: where one ended, or a tab stood, is a blank.</summary>
    public static string Line(string? text) => Of(text is null ? null : LineEnds().Replace(text, " ").Trim());

    /// <summary>A line with one full stop behind it, whether it had one or not.</summary>
    public static string Sentence(string? text) => Line(text).TrimEnd(' ', '.') + ".";

    [GeneratedRegex(@"\s*[\r\n\f\u0085\u2028\u2029]\s*|\t+")]
    private static partial Regex LineEnds();

    // The two that embed and override directions can make a line read as another.
    private static bool IsControl(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
