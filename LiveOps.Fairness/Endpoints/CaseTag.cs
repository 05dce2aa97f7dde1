using System.Globalization;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Reviews;

namespace LiveOps.Fairness.Endpoints;

/// <summary>A case's version as an <c>ETag</c>, and those that <c>If-Match</c> names (RFC 9110, by strong comparison).</summary>
internal static class CaseTag
{
    public static string Of(Case one) => string.Create(CultureInfo.InvariantCulture, $"\"{one.Version}\"");

    /// <summary>
    /// Reads the versions that the caller has seen; null where they say none. A star names none: who decides must have seen what they decide about. What can name none is told apart from what
    /// names another version: a tag without its quotes is taken where it is a number, and is no tag where it is not; a weak one, or one that is no number, matches nothing.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="stale">What it is refused with where its tags match nothing, whatever it is about.</param>
    /// <param name="seen">The versions.</param>
    public static Problem? Read(HttpRequest request, ProblemType stale, out IReadOnlyList<long>? seen)
    {
        seen = null;
        if (request.Headers.IfMatch.Count == 0)
            return null;
        string[] tags = [.. request.Headers.IfMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        if (tags.Length is 0 or > CaseAction.MostSeen || Array.Exists(tags, tag => !IsTag(IsWeak(tag) ? tag[2..] : tag)))
            return new Problem(ProblemTypes.InvalidParameter, $"If-Match must be the ETag as it was answered, in its quotes: \"7\"; {CaseAction.MostSeen} at most.");
        string[] named = [.. tags.Where(tag => tag != "*")];
        if (named.Length == 0)
            return null;
        if (Array.TrueForAll(named, IsWeak))
            return new Problem(stale, "If-Match names a weak tag, W/, which matches nothing: send the ETag without the W/, in its quotes.");
        long[] versions = [.. named.Select(Version).OfType<long>()];
        seen = versions;
        return versions.Length > 0 ? null : new Problem(stale, "If-Match names no ETag that was ever answered here, which is a number in quotes: read it again.");
    }

    private static bool IsWeak(string tag) => tag.StartsWith("W/", StringComparison.Ordinal);

    private static bool IsTag(string tag) => tag == "*" || (tag is ['"', .., '"'] ? !tag[1..^1].Contains('"') : tag.Length > 0 && tag.All(char.IsAsciiDigit));

    private static long? Version(string tag) => long.TryParse(tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : null;
}
