using System.Globalization;
using LiveOps.Fairness.Reviews;

namespace LiveOps.Fairness.Endpoints;

/// <summary>A case's version as an <c>ETag</c>, and those that <c>If-Match</c> names (RFC 9110, by strong comparison).</summary>
internal static class CaseTag
{
    public static string Of(Case one) => string.Create(CultureInfo.InvariantCulture, $"\"{one.Version}\"");

    /// <summary>The versions that the caller has seen; null where they say none. A star names none: who decides must have seen what they decide about.</summary>
    public static IReadOnlyList<long>? Seen(HttpRequest request)
    {
        string[] tags = [.. request.Headers.IfMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Where(tag => tag != "*")];
        return tags.Length == 0
            ? null
            : [.. tags.Take(CaseAction.MostSeen).Select(tag => long.TryParse(tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : -1)];
    }
}
