using System.Globalization;
using System.Text;

namespace LiveOps.Bench.Reporting;

/// <summary>The frame of a plot: title, axes with logarithmic or linear scale, grid. Draws SVG that reads on light and dark pages.</summary>
internal sealed class Chart
{
    private const int Width = 720, Height = 360;
    private const int Left = 78, Right = 190, Top = 40, Bottom = 48;

    /// <summary>Colours that people with any sight tell apart: Okabe and Ito, https://jfly.uni-koeln.de/color/.</summary>
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999", "#8C6D31", "#332288", "#F0E442"];

    private readonly StringBuilder _svg = new();

    private Chart(string title)
    {
        Write($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="sans-serif" font-size="12" role="img">
            <title>{Escape(title)}</title>
            <rect width="{Width}" height="{Height}" fill="#ffffff"/>
            <text x="{Left}" y="22" font-size="14" font-weight="bold" fill="#222222">{Escape(title)}</text>
            """);
    }

    /// <summary>Lines over a logarithmic axis, each point a median with a bar from the least to the most.</summary>
    public static string Lines(string title, string x, string y, bool logarithmicY, IReadOnlyList<Series> series)
    {
        var chart = new Chart(title);
        double[] xs = [.. series.SelectMany(one => one.Points.Select(point => point.X)).Distinct().Order()];
        var all = series.SelectMany(one => one.Points.Select(point => point.Y)).ToList();
        double most = all.Max(spread => spread.Max), least = logarithmicY ? all.Min(spread => spread.Min) : 0;
        double[] marks = logarithmicY ? LogarithmicMarks(least, most) : LinearMarks(most);
        double low = marks[0], high = marks[^1];
        double X(double value) => xs.Length == 1 ? Left : Left + (Width - Left - Right) * Math.Log(value / xs[0]) / Math.Log(xs[^1] / xs[0]);
        double Y(double value) => Height - Bottom - (Height - Top - Bottom) * (logarithmicY ? Math.Log(Math.Max(value, low) / low) / Math.Log(high / low) : value / high);
        foreach (double mark in marks)
            chart.Write($"""<path d="M{Left} {Y(mark):0.#}H{Width - Right}" stroke="#dddddd"/><text x="{Left - 6}" y="{Y(mark) + 4:0.#}" text-anchor="end" fill="#444444">{Short(mark)}</text>""");
        foreach (double value in xs)
            chart.Write($"""<path d="M{X(value):0.#} {Top}V{Height - Bottom}" stroke="#eeeeee"/><text x="{X(value):0.#}" y="{Height - Bottom + 18}" text-anchor="middle" fill="#444444">{Short(value)}</text>""");
        chart.Write($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 10}" text-anchor="middle" fill="#222222">{Escape(x)}</text><text transform="translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle" fill="#222222">{Escape(y)}</text>""");
        for (int i = 0; i < series.Count; i++)
        {
            string colour = Colours[i % Colours.Length];
            string path = string.Join(' ', series[i].Points.Select((point, n) => string.Create(CultureInfo.InvariantCulture, $"{(n == 0 ? 'M' : 'L')}{X(point.X):0.#} {Y(point.Y.Median):0.#}")));
            chart.Write($"""<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>""");
            foreach ((double at, Spread spread) in series[i].Points)
                chart.Write($"""<path d="M{X(at):0.#} {Y(spread.Min):0.#}V{Y(spread.Max):0.#}" stroke="{colour}"/><circle cx="{X(at):0.#}" cy="{Y(spread.Median):0.#}" r="3" fill="{colour}"/>""");
            chart.Legend(i, colour, series[i].Name);
        }

        return chart.End();
    }

    /// <summary>Horizontal bars, each made of parts.</summary>
    public static string Stacks(string title, string unit, IReadOnlyList<string> bars, IReadOnlyList<(string Name, double[] Values)> parts)
    {
        var chart = new Chart(title);
        double most = bars.Select((_, bar) => parts.Sum(part => part.Values[bar])).Max();
        double[] marks = LinearMarks(most);
        const int BarsLeft = 120, LegendRows = 5;
        int bottom = Height - Bottom - LegendRows * 18 + 20;
        double X(double value) => BarsLeft + (Width - BarsLeft - 30) * value / marks[^1];
        foreach (double mark in marks)
            chart.Write($"""<path d="M{X(mark):0.#} {Top}V{bottom}" stroke="#dddddd"/><text x="{X(mark):0.#}" y="{bottom + 16}" text-anchor="middle" fill="#444444">{Short(mark)}</text>""");
        chart.Write($"""<text x="{Width - 30}" y="{bottom + 32}" text-anchor="end" fill="#222222">{Escape(unit)}</text>""");
        double step = (double)(bottom - Top) / bars.Count;
        for (int bar = 0; bar < bars.Count; bar++)
        {
            double y = Top + step * bar + step * 0.15, from = 0;
            chart.Write($"""<text x="{BarsLeft - 6}" y="{y + step * 0.35 + 4:0.#}" text-anchor="end" fill="#222222">{Escape(bars[bar])}</text>""");
            for (int i = 0; i < parts.Count; i++)
            {
                double value = parts[i].Values[bar];
                chart.Write($"""<rect x="{X(from):0.#}" y="{y:0.#}" width="{X(from + value) - X(from):0.#}" height="{step * 0.7:0.#}" fill="{Colours[i % Colours.Length]}"/>""");
                from += value;
            }
        }

        for (int i = 0; i < parts.Count; i++)
        {
            int x = 20 + i / LegendRows * 350, y = bottom + 36 + i % LegendRows * 18;
            chart.Write($"""<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{Colours[i % Colours.Length]}"/><text x="{x + 18}" y="{y}" fill="#222222">{Escape(parts[i].Name)}</text>""");
        }

        return chart.End();
    }

    private void Legend(int row, string colour, string name)
    {
        int y = Top + 10 + row * 20, x = Width - Right + 16;
        Write($"""<path d="M{x} {y}h18" stroke="{colour}" stroke-width="3"/><text x="{x + 24}" y="{y + 4}" fill="#222222">{Escape(name)}</text>""");
    }

    private string End() => _svg.Append("</svg>\n").ToString();

    private void Write(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static double[] LinearMarks(double most)
    {
        double raw = Math.Max(most, 1e-9) / 5, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = new[] { 1, 2, 2.5, 5, 10 }.First(factor => factor * power >= raw * 0.999) * power;
        return [.. Enumerable.Range(0, (int)Math.Ceiling(most / step - 0.001) + 1).Select(n => n * step)];
    }

    private static double[] LogarithmicMarks(double least, double most)
    {
        int low = (int)Math.Floor(Math.Log10(least) + 1e-9), high = Math.Max(low + 1, (int)Math.Ceiling(Math.Log10(most) - 1e-9));
        return [.. Enumerable.Range(low, high - low + 1).Select(power => Math.Pow(10, power))];
    }

    private static string Short(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + " k",
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}

/// <summary>A line of a plot.</summary>
internal sealed record Series(string Name, IReadOnlyList<(double X, Spread Y)> Points);
