namespace LiveOps.Cli.Shell;

/// <summary>Text that others wrote, for a terminal: without what would move its cursor or change its colours.</summary>
internal static class PlainText
{
    public static string Of(string? text)
    {
        if (text is null)
            return "";
        return text.Any(IsControl) ? string.Concat(text.Select(c => IsControl(c) ? '\uFFFD' : c)) : text;
    }

    // The two that embed and override directions can make a line read as another.
    private static bool IsControl(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
