using System.Buffers;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>
/// The last door before a text leaves the process in a log or a crash: values of secret settings in it become <c>[secret]</c>. Nothing
/// of ours writes one; what a library puts in an exception's message is another matter. One for the process, as its output is one.
/// </summary>
internal static class Redaction
{
    /// <summary>What stands in a text instead.</summary>
    public const string Mask = "[secret]";

    /// <summary>Shorter values are not looked for: they would be found in everything.</summary>
    public const int MinLength = 8;

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Values = new(StringComparer.Ordinal);
    private static volatile SearchValues<string> _search = SearchValues.Create([], StringComparison.Ordinal);

    /// <summary>Adds values to look for. A value that was a secret stays one.</summary>
    public static void Add(IEnumerable<string> values)
    {
        lock (Gate)
        {
            int before = Values.Count;
            foreach (string value in values.Where(value => value.Trim().Length >= MinLength))
            {
                Values.Add(value.Trim());
                Values.Add(Uri.EscapeDataString(value.Trim()));
            }

            if (Values.Count > before)
                _search = SearchValues.Create([.. Values], StringComparison.Ordinal);
        }
    }

    /// <summary>The text without secrets; the same object when it has none.</summary>
    public static string Redact(string text) => text.AsSpan().ContainsAny(_search) ? Replace(text) : text;

    private static string Replace(string text)
    {
        string[] longestFirst;
        lock (Gate)
            longestFirst = [.. Values.OrderByDescending(value => value.Length)];
        return longestFirst.Aggregate(text, (redacted, value) => redacted.Replace(value, Mask, StringComparison.Ordinal));
    }
}
