using System.Globalization;
using LiveOps.Core.Policies;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Http;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>Reads and checks what the calls take; answers null, or the problem.</summary>
internal static class PolicyParameters
{
    /// <summary>How many versions a page has when nothing is said, and at most.</summary>
    public const int DefaultLimit = 50, MaxLimit = 500;

    /// <summary>Why: needed, and bounded.</summary>
    /// <param name="reason">As it was given.</param>
    /// <param name="where">Where it goes, for who gave none.</param>
    /// <param name="why">The reason.</param>
    public static Problem? Reason(string? reason, string where, out string why)
    {
        Problem? wrong = OperatorText.Required("reason", reason, PolicyVersion.MaxReason, out why);
        return reason is null ? new Problem(ProblemTypes.InvalidParameter, $"Say why, as reason {where}: ?reason=…, 1 to {PolicyVersion.MaxReason} characters in one line.") : wrong;
    }

    /// <summary>When it is to come into force; null for now.</summary>
    public static Problem? EffectiveAt(string? text, long now, out long? at)
    {
        at = null;
        if (text is null)
            return null;
        if (!Rfc3339.TryParse(text, out DateTimeOffset time))
            return new Problem(ProblemTypes.InvalidParameter, "effectiveAt must be a time with its offset, as 2026-11-20T09:30:00Z; the + of an offset is written %2B in a query.");
        if (UnixTicks.Of(time) <= now)
            return new Problem(ProblemTypes.InvalidParameter, "effectiveAt must be to come: leave it out for now.");
        at = UnixTicks.Of(time);
        return null;
    }

    /// <summary>A version's number.</summary>
    public static Problem? Version(string? text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        ? null
        : new Problem(ProblemTypes.InvalidParameter, "version must be the number of a version.");

    /// <summary>A page of versions.</summary>
    public static Problem? Page(string? after, string? limit, out int before, out int most)
    {
        (before, most) = (int.MaxValue, DefaultLimit);
        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return new Problem(ProblemTypes.InvalidParameter, "after must be the next of the page before.");
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
            return new Problem(ProblemTypes.InvalidParameter, $"limit must be a whole number from 1 to {MaxLimit}.");
        return null;
    }

    /// <summary>
    /// Whether a version is among those that <c>If-Match</c> names (RFC 9110, by strong comparison); null without the header. What can name none is told apart from what names another
    /// version: a tag without its quotes is taken where it is a number, and is no tag where it is not; a weak one matches nothing.
    /// </summary>
    public static Problem? IfMatch(HttpRequest request, out Func<int, bool>? isExpected)
    {
        isExpected = null;
        if (request.Headers.IfMatch.Count == 0)
            return null;
        string[] tags = [.. request.Headers.IfMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        if (tags.Length == 0 || Array.Exists(tags, tag => !IsTag(tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag)))
            return new Problem(ProblemTypes.InvalidParameter, "If-Match must be the ETag as the document was answered with, in its quotes: \"7\".");
        if (Array.TrueForAll(tags, tag => tag.StartsWith("W/", StringComparison.Ordinal)))
            return new Problem(ProblemTypes.StaleVersion, "If-Match names a weak tag, W/, which matches nothing: send the ETag without the W/, in its quotes.");
        isExpected = number => tags.Contains("*") || tags.Any(tag => tag == ETag(number) || tag == ETag(number)[1..^1]);
        return null;
    }

    private static bool IsTag(string tag) => tag == "*" || (tag is ['"', .., '"'] ? !tag[1..^1].Contains('"') : tag.Length > 0 && tag.All(char.IsAsciiDigit));

    /// <summary>A version as an <c>ETag</c>.</summary>
    public static string ETag(int number) => string.Create(CultureInfo.InvariantCulture, $"\"{number}\"");
}
