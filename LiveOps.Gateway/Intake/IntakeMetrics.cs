using LiveOps.Core.Problems;
using Prometheus;

namespace LiveOps.Gateway.Intake;

/// <summary>What is counted of the intake. Sources are operators' words, of which there are few at a time; what comes after many is counted together.</summary>
internal sealed class IntakeMetrics(IMetricFactory metrics)
{
    private const int MostSources = 64;
    private const string Others = "others";

    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private readonly Counter _rows = metrics.CreateCounter("intake_rows_total", "Rows of older systems, by source and what became of them.", ["source", "outcome"]);
    private readonly Counter _refused = metrics.CreateCounter("intake_requests_refused_total", "Requests of older systems refused as a whole, by problem.", ["problem"]);

    /// <summary>A request came to its end.</summary>
    public void Count(string source, IntakeReport report)
    {
        string label = Label(source);
        _rows.WithLabels(label, "accepted").Inc(report.Accepted);
        _rows.WithLabels(label, "duplicate").Inc(report.Duplicates);
        _rows.WithLabels(label, "rejected").Inc(report.RejectedRows - report.HeldBack);
        _rows.WithLabels(label, "held_back").Inc(report.HeldBack);
    }

    /// <summary>A request was refused, or broke off.</summary>
    public void Refused(ProblemType problem) => _refused.WithLabels(problem.Name).Inc();

    private string Label(string source)
    {
        lock (_sources)
            return _sources.Contains(source) || (_sources.Count < MostSources && _sources.Add(source)) ? source : Others;
    }
}
