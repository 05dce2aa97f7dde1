using System.Globalization;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Boards;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Reads what stands in paths and queries; each answers null, or the problem with it.</summary>
internal static class Parameters
{
    /// <summary>The most rows of a page.</summary>
    public const int MostRows = 1000;

    /// <summary>How many rows a page has when nothing is said.</summary>
    public const int DefaultRows = 100;

    /// <summary>How many rows around a player when nothing is said: the player in the middle.</summary>
    public const int DefaultAround = 11;

    public static Problem? Board(string board) => IdRule.IsValid(board) ? null : BadId("board");

    public static Problem? Player(string player) => IdRule.IsValid(player) ? null : BadId("player");

    public static Problem? League(string league) => IdRule.IsValid(league) ? null : BadId("league");

    public static Problem? Cohort(string text, out long cohort) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cohort) ? null : new Problem(ProblemTypes.InvalidParameter, "A cohort is named by a whole number.");

    public static Problem? Rows(string? text, int otherwise, out int rows, int most = MostRows)
    {
        rows = otherwise;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rows) && rows >= 1 && rows <= most)
            ? null
            : new Problem(ProblemTypes.InvalidParameter, $"limit is a whole number from 1 to {most}.");
    }

    public static Problem? Offset(string? text, out int offset)
    {
        offset = 0;
        return text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out offset)
            ? null
            : new Problem(ProblemTypes.InvalidParameter, $"offset is a whole number from 0 to {int.MaxValue}.");
    }

    /// <summary>A running period's name as pages have it, also of a part of one; null for none.</summary>
    public static Problem? Period(string? period)
    {
        string whole = PartNames.WholeOf(period ?? "");
        return period is null || (period.Length <= PartNames.Longest && IdRule.IsValid(whole) && period.AsSpan(whole.Length) is [] or ['~', _, ..] && !period.AsSpan(whole.Length).TrimStart('~').ContainsAnyExceptInRange('0', '9'))
            ? null
            : new Problem(ProblemTypes.InvalidParameter, "period is a period's name as the page of the window has it: 2026-11-30, or 2026-11-30~2.");
    }

    private static Problem BadId(string what) =>
        new(ProblemTypes.InvalidParameter, $"The {what}'s id {IdRule.Sentence}.");
}
