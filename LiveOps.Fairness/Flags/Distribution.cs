using LiveOps.Fairness.Conduct;

namespace LiveOps.Fairness.Flags;

/// <summary>What was normal for a player when a flag was raised: what Fairness had learned by then.</summary>
/// <param name="OfIntervals">Whether it is of the seconds between events; else of the scores on a board.</param>
/// <param name="Count">How many were learned.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation (over n - 1).</param>
/// <param name="Best">The best score; 0 of intervals.</param>
internal sealed record Distribution(bool OfIntervals, int Count, double Mean, double Deviation, long Best)
{
    /// <summary>Of a player's scores on a board.</summary>
    public static Distribution Of(in ScoreHistory scores, bool ascending) =>
        new(false, scores.Count, scores.Mean, scores.SampleDeviation, ascending ? scores.Lowest : scores.Highest);

    /// <summary>Of the intervals of the session at hand.</summary>
    public static Distribution Of(in Rhythm rhythm) => new(true, rhythm.Count, rhythm.Mean / 1000, Math.Sqrt(rhythm.Variance) / 1000, 0);
}
