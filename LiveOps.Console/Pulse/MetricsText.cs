using System.Globalization;

namespace LiveOps.Console.Pulse;

/// <summary>Reads what a service says at <c>/metrics</c>: <see href="https://prometheus.io/docs/instrumenting/exposition_formats/"/>, a name, labels, a number a line.</summary>
internal static class MetricsText
{
    /// <summary>The numbers of a metric, by the value of a label; without one, or with none asked for, by nothing. Those of the same value are added up.</summary>
    public static Dictionary<string, double> Read(string text, string metric, string? label = null)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(metric, StringComparison.Ordinal) || line.Length == metric.Length || line[metric.Length] is not (' ' or '{'))
                continue;
            ReadOnlySpan<char> rest = line[metric.Length..];
            int end = rest[0] == '{' ? rest.LastIndexOf('}') : -1;
            string by = label is null || end < 0 ? "" : Label(rest[1..end], label);
            ReadOnlySpan<char> number = rest[(end + 1)..].Trim();
            if (number.IndexOf(' ') is > 0 and var space)
                number = number[..space]; // a timestamp follows
            if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                found[by] = found.GetValueOrDefault(by) + value;
        }

        return found;
    }

    // Ours have no quotation marks in their values.
    private static string Label(ReadOnlySpan<char> labels, string name)
    {
        int at = labels.IndexOf(name + "=\"", StringComparison.Ordinal);
        if (at < 0)
            return "";
        ReadOnlySpan<char> value = labels[(at + name.Length + 2)..];
        return value.IndexOf('"') is >= 0 and var end ? value[..end].ToString() : "";
    }
}
