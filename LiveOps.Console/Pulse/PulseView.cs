namespace LiveOps.Console.Pulse;

/// <summary>The last minutes as a page shows them.</summary>
public sealed class PulseView
{
    /// <summary>Accepted events a second, the oldest first; null where it is not known.</summary>
    public required IReadOnlyList<double?> Accepted { get; init; }

    /// <summary>Rejected events a second.</summary>
    public required IReadOnlyList<double?> Rejected { get; init; }

    /// <summary>Rejections a second now, by why, the most first.</summary>
    public required IReadOnlyList<(string Reason, double Rate, double Total)> Reasons { get; init; }

    /// <summary>By service: how far behind over time, how many of its dead letters wait; null where it does not answer.</summary>
    public required IReadOnlyDictionary<string, (IReadOnlyList<double?> Lag, double? DeadLetters)> Services { get; init; }

    /// <summary>From how many seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>What is there now.</summary>
    public static double? Last(IReadOnlyList<double?> series) => series.Count == 0 ? null : series[^1];
}
