using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Prometheus;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>
/// Shows a service's metrics to OpenTelemetry as well: what <c>/metrics</c> says, under the same names and labels. The registry tells its
/// values as Prometheus's text only (https://prometheus.io/docs/instrumenting/exposition_formats), so that is what is read. A histogram is
/// its parts, as Prometheus keeps it: <c>_bucket</c> (<c>le</c>), <c>_sum</c> and <c>_count</c>.
/// </summary>
internal sealed class RegistryMeter(CollectorRegistry registry, IMeterFactory meters)
{
    /// <summary>The meter's name.</summary>
    public const string Name = "LiveOps";

    private readonly Meter _meter = meters.Create(Name);
    private readonly Dictionary<string, List<Measurement<double>>> _values = [];

    /// <summary>Reads the registry. Instruments show what it said last.</summary>
    /// <param name="patience">How long metrics that ask others may take; after it the values stay what they were.</param>
    public void Read(TimeSpan patience)
    {
        using var text = new MemoryStream();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            registry.CollectAndExportAsTextAsync(text, ExpositionFormat.PrometheusText, limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return;
        }

        foreach (List<Measurement<double>> values in _values.Values)
            values.Clear(); // a series that is gone is not shown again
        (string type, string help) = ("", "");
        foreach (string line in Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                help = line[(line.IndexOf(' ', 7) + 1)..];
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                type = line[(line.LastIndexOf(' ') + 1)..];
            else if (line[0] != '#')
                Add(line, type, help);
        }
    }

    private void Add(string line, string type, string help)
    {
        int space = line.LastIndexOf(' '), brace = line.IndexOf('{');
        if (!double.TryParse(line.AsSpan(space + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            return;
        string name = line[..(brace < 0 ? space : brace)];
        if (!_values.TryGetValue(name, out List<Measurement<double>>? values))
        {
            _values[name] = values = [];
            if (type == "gauge")
                _meter.CreateObservableGauge(name, () => values, description: help);
            else
                _meter.CreateObservableCounter(name, () => values, description: help);
        }

        values.Add(new Measurement<double>(value, brace < 0 ? [] : Labels(line.AsSpan(brace + 1, space - brace - 1))));
    }

    // a="b",c="d"} with \\, \" and \n in values
    private static List<KeyValuePair<string, object?>> Labels(ReadOnlySpan<char> text)
    {
        var labels = new List<KeyValuePair<string, object?>>();
        var value = new StringBuilder();
        while (text.IndexOf("=\"") is > 0 and var equals)
        {
            string label = text[..equals].ToString();
            int at = equals + 2;
            value.Clear();
            for (; text[at] != '"'; at++)
                value.Append(text[at] != '\\' ? text[at] : text[++at] == 'n' ? '\n' : text[at]);
            labels.Add(new(label, value.ToString()));
            text = text[(at + 1)..].TrimStart(',');
        }

        return labels;
    }
}
