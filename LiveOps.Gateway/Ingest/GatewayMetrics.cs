using LiveOps.Core.Events;
using LiveOps.Core.Problems;
using Prometheus;

namespace LiveOps.Gateway.Ingest;

/// <summary>What the gateway counts. Children are resolved once: the hot path only adds.</summary>
internal sealed class GatewayMetrics
{
    private readonly Counter.Child[] _accepted, _duplicate, _reused, _rejected;
    private readonly Counter.Child _invalid;
    private readonly Counter _refused, _unverified;

    public GatewayMetrics(IMetricFactory metrics)
    {
        Counter events = metrics.CreateCounter("events_received_total", "Events received in signed requests, by type and what became of them.", ["type", "outcome"]);
        _accepted = Children("accepted");
        _duplicate = Children("duplicate");
        _rejected = Children("rejected");
        Counter reused = metrics.CreateCounter("event_ids_reused_total", "Duplicates that say something else than the event that was accepted under their player and id.", ["type"]);
        _reused = [.. EventTypes.All.Select(type => reused.WithLabels(EventTypes.Name(type)))];
        _invalid = events.WithLabels("invalid", "rejected");
        _unverified = metrics.CreateCounter("unverified_events_total", "Events accepted without a verdict, while Fairness could not be asked.");
        _refused = metrics.CreateCounter("gateway_requests_refused_total", "Requests to /v1/events refused as a whole, by problem.", ["problem"]);

        Counter.Child[] Children(string outcome) => [.. EventTypes.All.Select(type => events.WithLabels(EventTypes.Name(type), outcome))];
    }

    public void Accepted(EventType type, int count) => _accepted[(int)type - 1].Inc(count);

    public void Unverified(int count) => _unverified.Inc(count);

    /// <param name="type">The event's type.</param>
    /// <param name="other">Whether it says something else than the event it is a duplicate of.</param>
    public void Duplicate(EventType type, bool other)
    {
        _duplicate[(int)type - 1].Inc();
        if (other)
            _reused[(int)type - 1].Inc();
    }

    public void Rejected(EventType type) => _rejected[(int)type - 1].Inc();

    public void Invalid(int count) => _invalid.Inc(count);

    public void Refused(ProblemType problem) => _refused.WithLabels(problem.Name).Inc();
}
