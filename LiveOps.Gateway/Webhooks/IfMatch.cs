using LiveOps.Core.Problems;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks;

/// <summary>The tags that <c>If-Match</c> names (RFC 9110, by strong comparison).</summary>
internal static class IfMatch
{
    /// <summary>Reads them, as <see cref="WebhookTag.IsSeen"/> takes them. A weak one matches nothing.</summary>
    public static Problem? Read(HttpRequest request, out string seen)
    {
        seen = "";
        if (request.Headers.IfMatch.Count == 0)
            return null;
        string[] tags = [.. request.Headers.IfMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        if (tags.Length == 0 || tags.Sum(tag => tag.Length + 1) > WebhookTag.Longest || Array.Exists(tags, tag => !IsTag(tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag)))
            return new Problem(ProblemTypes.InvalidParameter, "If-Match must be the ETag as the webhook was answered with, in its quotes.");
        seen = tags.Contains("*") ? "*" : string.Join(',', tags.Where(tag => tag[0] == '"'));
        return seen.Length == 0 ? new Problem(ProblemTypes.StaleWebhook, "If-Match names a weak tag, W/, which matches nothing: send the ETag without the W/, in its quotes.") : null;
    }

    private static bool IsTag(string tag) => tag == "*" || (tag is ['"', .., '"'] && !tag[1..^1].Contains('"'));
}
