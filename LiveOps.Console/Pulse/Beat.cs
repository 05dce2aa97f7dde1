namespace LiveOps.Console.Pulse;

/// <summary>What a service counted at a moment.</summary>
/// <param name="Process">Which process said so: when it started. Another one counts from 0 again.</param>
/// <param name="Events">The gateway's events, by what became of them.</param>
/// <param name="Dropped">Fairness's, by why not.</param>
/// <param name="Lag">Events not applied yet; null where it cannot say how many, or consumes nothing.</param>
/// <param name="DeadLetters">Messages set aside that wait; null where it cannot say how many, or is of a version that does not.</param>
internal sealed record Beat(double Process, IReadOnlyDictionary<string, double> Events, IReadOnlyDictionary<string, double> Dropped, double? Lag, double? DeadLetters)
{
    /// <summary>Reads a scrape.</summary>
    public static Beat Of(string text) => new(
        Sum(text, "process_start_time_seconds"),
        MetricsText.Read(text, "events_received_total", "outcome"),
        MetricsText.Read(text, "dropped_events_total", "reason"),
        Known(text, "bus_lag_events"),
        Known(text, "bus_dead_letters_waiting"));

    private static double? Known(string text, string metric) => MetricsText.Read(text, metric) is { Count: > 0 } told && told.Values.Sum() is var sum && !double.IsNaN(sum) ? sum : null;

    private static double Sum(string text, string metric) => MetricsText.Read(text, metric).Values.Sum();
}
