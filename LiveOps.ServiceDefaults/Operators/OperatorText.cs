using System.Globalization;
using System.Text;
using LiveOps.Core.Problems;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>
/// What operators say in their own words: a reason, a note. It is kept for years, stands in logs, and may be shown to players, so it is one bounded line of text: no control
/// characters, no line or paragraph separators, no half of a surrogate pair, nor what stands for bytes that were no text.
/// </summary>
public static class OperatorText
{
    /// <summary>Checks a text that may be left out.</summary>
    /// <param name="name">What it is called in the call.</param>
    /// <param name="given">As it was given; null where it was not.</param>
    /// <param name="most">The most characters, in units of UTF-16.</param>
    /// <param name="text">The text without blanks around it; empty where none was given.</param>
    public static Problem? Optional(string name, string? given, int most, out string text)
    {
        text = given?.Trim(' ') ?? "";
        return text.Length <= most && IsLine(text) ? null : Wrong(name, $"at most {most}");
    }

    /// <summary>Checks a text that must be there.</summary>
    /// <inheritdoc cref="Optional"/>
    public static Problem? Required(string name, string? given, int most, out string text)
    {
        text = given?.Trim(' ') ?? "";
        return text.Length > 0 && text.Length <= most && !string.IsNullOrWhiteSpace(text) && IsLine(text) ? null : Wrong(name, $"1 to {most}");
    }

    private static Problem Wrong(string name, string length) =>
        new(ProblemTypes.InvalidParameter, $"{name} must be text of {length} characters in one line, none of them a control character.");

    private static bool IsLine(string text)
    {
        foreach (Rune rune in text.EnumerateRunes()) // half of a pair comes as the replacement character, too
        {
            if (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                return false;
        }

        return true;
    }
}
