using LiveOps.Console.Services;

namespace LiveOps.Console.Pulse;

/// <summary>Makes rates of counters.</summary>
internal static class PulseReader
{
    /// <summary>Reads looks, the oldest first.</summary>
    public static PulseView Read(IReadOnlyList<(DateTimeOffset At, Dictionary<string, Beat> Beats)> looks)
    {
        List<double?> accepted = [], rejected = [];
        var reasons = new Dictionary<string, (double Rate, double Total)>();
        for (int at = 1; at < looks.Count; at++)
        {
            double seconds = (looks[at].At - looks[at - 1].At).TotalSeconds;
            accepted.Add(Rate(looks, at, ServiceNames.Gateway, beat => beat.Events.GetValueOrDefault("accepted"), seconds));
            rejected.Add(Rate(looks, at, ServiceNames.Gateway, beat => beat.Events.GetValueOrDefault("rejected"), seconds));
        }

        if (looks.Count > 0 && looks[^1].Beats.GetValueOrDefault(ServiceNames.Fairness) is { } fairness)
        {
            foreach ((string reason, double total) in fairness.Dropped)
            {
                double seconds = looks.Count > 1 ? (looks[^1].At - looks[^2].At).TotalSeconds : 0;
                double? rate = looks.Count > 1 ? Rate(looks, looks.Count - 1, ServiceNames.Fairness, beat => beat.Dropped.GetValueOrDefault(reason), seconds) : null;
                reasons[reason] = (rate ?? 0, total);
            }
        }

        return new PulseView
        {
            Accepted = accepted,
            Rejected = rejected,
            Reasons = [.. reasons.OrderByDescending(one => one.Value.Rate).ThenByDescending(one => one.Value.Total).Select(one => (one.Key, one.Value.Rate, one.Value.Total))],
            Services = ServiceNames.All.ToDictionary(service => service, service => Of(looks, service)),
            Seconds = looks.Count < 2 ? 0 : (looks[^1].At - looks[0].At).TotalSeconds,
        };
    }

    private static (IReadOnlyList<double?> Lag, double? DeadLetters) Of(IReadOnlyList<(DateTimeOffset At, Dictionary<string, Beat> Beats)> looks, string service) =>
        ([.. looks.Select(look => look.Beats.GetValueOrDefault(service)?.Lag)], looks.Count == 0 ? null : looks[^1].Beats.GetValueOrDefault(service)?.DeadLetters);

    // Between two looks at the same process; else it is not known.
    private static double? Rate(IReadOnlyList<(DateTimeOffset At, Dictionary<string, Beat> Beats)> looks, int at, string service, Func<Beat, double> count, double seconds) =>
        seconds > 0 && looks[at].Beats.GetValueOrDefault(service) is { } now && looks[at - 1].Beats.GetValueOrDefault(service) is { } before && now.Process == before.Process
            ? Math.Max(0, count(now) - count(before)) / seconds
            : null;
}
