using System.Diagnostics;
using System.Text;

namespace LiveOps.Gateway.Ingest;

/// <summary>The W3C trace context that a batch carries across the bus.</summary>
internal static class TraceParent
{
    /// <summary>The length of a version 00 traceparent: <c>00-&lt;32 hex&gt;-&lt;16 hex&gt;-&lt;2 hex&gt;</c>.</summary>
    public const int Length = 55;

    /// <summary>Writes that of our own span, or what the client sent when nobody records ours; the length, or 0 when there is none.</summary>
    public static int Of(IHeaderDictionary headers, Span<byte> to)
    {
        string? text = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? activity.Id
            : headers.TraceParent is [{ Length: Length } sent] && ActivityContext.TryParse(sent, null, out _) ? sent : null;
        return text is { Length: Length } ? Encoding.ASCII.GetBytes(text, to) : 0;
    }
}
