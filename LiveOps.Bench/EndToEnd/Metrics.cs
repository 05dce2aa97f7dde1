using System.Globalization;

namespace LiveOps.Bench.EndToEnd;

/// <summary>Reads a service's <c>/metrics</c>.</summary>
internal static class Metrics
{
    /// <summary>The sum of a metric over its labels.</summary>
    /// <exception cref="InvalidOperationException">There is no such metric: what was to be waited for would seem to be over.</exception>
    public static async Task<double> ReadAsync(HttpClient http, Uri service, string name)
    {
        double sum = 0;
        bool found = false;
        string text = await http.GetStringAsync(new Uri(service, "/metrics"));
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{')
            {
                sum += double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
                found = true;
            }
        }

        return found ? sum : throw new InvalidOperationException($"{service} has no metric {name}");
    }
}
