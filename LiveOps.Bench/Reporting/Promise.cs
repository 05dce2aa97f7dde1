using System.Globalization;

namespace LiveOps.Bench.Reporting;

/// <summary>A figure that was promised.</summary>
/// <param name="Text">What.</param>
/// <param name="Part">Which part measures it.</param>
/// <param name="Figure">Under which name.</param>
/// <param name="Bound">The least, or the most, that it may be.</param>
/// <param name="AtLeast">Whether it is the least.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Limit">What holds it back when it is not met.</param>
internal sealed record Promise(string Text, string Part, string Figure, double Bound, bool AtLeast, string Format, Func<Figures, string> Limit)
{
    public static Promise Least(string text, string part, string figure, double least, string format, Func<Figures, string> limit) =>
        new(text, part, figure, least, true, format, limit);

    public static Promise Most(string text, string part, string figure, double most, string format, Func<Figures, string> limit) =>
        new(text, part, figure, most, false, format, limit);

    /// <summary>The row of the report: promised, measured, met or what holds it back.</summary>
    public (string Promised, string Measured, bool? Met) Judge(Figures figures)
    {
        string promised = (AtLeast ? "≥ " : "≤ ") + Bound.ToString(Format, CultureInfo.InvariantCulture);
        if (figures.Find(Part, Figure) is not { } spread)
            return (promised, "not measured", null);
        return (promised, spread.ToText(Format), AtLeast ? spread.Median >= Bound : spread.Median <= Bound);
    }
}

/// <summary>The figures of all parts.</summary>
internal sealed class Figures(IReadOnlyDictionary<string, Section> sections)
{
    /// <summary>A figure; null when its part was not run.</summary>
    public Spread? Find(string part, string name) =>
        sections.TryGetValue(part, out Section? section) && section.Figures.TryGetValue(name, out double[]? runs) ? new Spread(runs) : null;

    /// <summary>The median of a figure, 0 when there is none.</summary>
    public double Median(string part, string name) => Find(part, name)?.Median ?? 0;

    /// <summary>The sum of the medians of figures whose name begins so.</summary>
    public double Sum(string part, string prefix) =>
        sections.TryGetValue(part, out Section? section)
            ? section.Figures.Where(figure => figure.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(figure => new Spread(figure.Value).Median)
            : 0;
}
