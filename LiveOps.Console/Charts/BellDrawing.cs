using System.Globalization;
using System.Text;

namespace LiveOps.Console.Charts;

/// <summary>
/// Draws where a value lies in what is normal for somebody: a normal curve of their mean and deviation, in a box of 600 by 150. Along the axis a place is the area hyperbolic sine of its
/// distance from the mean in deviations: near the mean that is the distance itself, and what is hundreds of deviations off is still on the paper, and still further than what is tens off.
/// </summary>
public sealed class BellDrawing
{
    /// <summary>The box, and where the axis runs in it.</summary>
    public const int Width = 600, Height = 150, Ground = 92;

    private const int Margin = 20, Points = 120;
    private const double Reach = 3.5, LeastPartOfMean = 0.01;

    private readonly double _mean, _deviation, _from, _to;

    private BellDrawing(double mean, double deviation, IEnumerable<double> others)
    {
        (_mean, _deviation) = (mean, Math.Max(deviation, Math.Max(Math.Abs(mean) * LeastPartOfMean, 1e-6))); // who is always the same has a curve, too
        double[] places = [Math.Asinh(-Reach), Math.Asinh(Reach), .. others.Select(Place)];
        (_from, _to) = (places.Min(), places.Max());
        var path = new StringBuilder();
        for (int at = 0; at <= Points; at++)
        {
            double off = Math.Sinh(_from + ((_to - _from) * at / Points));
            double height = Math.Exp(-off * off / 2) * (Ground - 8);
            path.Append(CultureInfo.InvariantCulture, $"{(at == 0 ? 'M' : 'L')}{Margin + ((Width - (2.0 * Margin)) * at / Points):0.#} {Ground - height:0.#}");
        }

        Curve = path.ToString();
    }

    /// <summary>The curve, as the commands of a path.</summary>
    public string Curve { get; }

    /// <summary>The drawing; null where there is nothing to draw.</summary>
    public static BellDrawing? Of(double? mean, double? deviation, params IEnumerable<double?> others)
    {
        double[] known = [.. others.OfType<double>()];
        return mean is { } middle && deviation is >= 0 and { } spread && known.Append(middle).Append(spread).All(double.IsFinite) ? new BellDrawing(middle, spread, known) : null;
    }

    /// <summary>Where a value is, from the left.</summary>
    public string At(double value) => X(value).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>On which side of its mark a text has room.</summary>
    public string Anchor(double value) => X(value) < Width / 2 ? "start" : "end";

    private double X(double value) => Margin + ((Width - (2.0 * Margin)) * (Place(value) - _from) / (_to - _from));

    private double Place(double value) => Math.Asinh((value - _mean) / _deviation);
}
