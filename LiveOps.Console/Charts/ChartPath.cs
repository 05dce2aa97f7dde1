using System.Globalization;
using System.Text;

namespace LiveOps.Console.Charts;

/// <summary>Draws a series as the path of an SVG, in a box of 600 by 100; where a value is not known the line is broken.</summary>
internal static class ChartPath
{
    /// <summary>The box.</summary>
    public const int Width = 600, Height = 100;

    /// <summary>The path's commands.</summary>
    public static string Of(IReadOnlyList<double?> series, int most)
    {
        double top = Math.Max(1e-9, series.Max() ?? 0);
        var path = new StringBuilder();
        bool isDown = false;
        for (int at = 0; at < series.Count; at++)
        {
            if (series[at] is not { } value)
            {
                isDown = false;
                continue;
            }

            double x = Width - ((series.Count - 1 - at) * Width / (double)Math.Max(1, most - 1));
            path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{x:0.#} {Height - 4 - (value / top * (Height - 8)):0.#}");
            isDown = true;
        }

        return path.ToString();
    }
}
