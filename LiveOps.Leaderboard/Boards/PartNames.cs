namespace LiveOps.Leaderboard.Boards;

/// <summary>
/// What the parts are called that early rollovers make of one period: <c>2026-11-20</c>, then <c>2026-11-20~2</c>, <c>2026-11-20~3</c>. No
/// id has the mark in it, so no season can ever bear the name of a part; in a URL it stands as it is (RFC 3986, section 2.3).
/// </summary>
internal static class PartNames
{
    /// <summary>The longest name that a period may have.</summary>
    public const int Longest = 64;

    private const char Mark = '~';

    /// <summary>The name of the part that follows one.</summary>
    public static string After(string name)
    {
        int mark = name.IndexOf(Mark, StringComparison.Ordinal);
        int number = mark < 0 ? 1 : int.Parse(name.AsSpan(mark + 1), System.Globalization.CultureInfo.InvariantCulture);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(mark < 0 ? name : name[..mark])}{Mark}{number + 1}");
    }

    /// <summary>Whether a name is of the whole period or of a part of it.</summary>
    /// <param name="name">The name in question; null is of nothing.</param>
    /// <param name="of">A period of the calendar, or a part of it.</param>
    public static bool IsPart(string? name, string of) => name is not null && Whole(name).SequenceEqual(Whole(of));

    /// <summary>The name of the whole period.</summary>
    public static string WholeOf(string name) => name.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var mark ? name[..mark] : name;

    private static ReadOnlySpan<char> Whole(string name) => name.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var mark ? name.AsSpan(0, mark) : name;
}
