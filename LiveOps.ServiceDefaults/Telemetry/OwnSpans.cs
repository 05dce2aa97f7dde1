using System.Diagnostics;
using LiveOps.Core.Traces;
using OpenTelemetry;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>
/// Lets through only the spans of its own service: a span of an outgoing call comes from a source that all services of a process
/// share, and belongs to whoever's span it stands under. One that stands under nobody's is let through once.
/// </summary>
internal sealed class OwnSpans : CompositeProcessor<Activity>
{
    private static OwnSpans? _finder;

    private readonly string _own;

    public OwnSpans(string service, BaseProcessor<Activity> export) : base([export])
    {
        _own = ActivitySources.NameOf(service);
        Interlocked.CompareExchange(ref _finder, this, null);
    }

    public override void OnEnd(Activity data)
    {
        if (Owner(data) is { } owner ? owner == _own : ReferenceEquals(Volatile.Read(ref _finder), this))
            base.OnEnd(data);
    }

    protected override void Dispose(bool disposing)
    {
        Interlocked.CompareExchange(ref _finder, null, this);
        base.Dispose(disposing);
    }

    private static string? Owner(Activity? activity)
    {
        for (; activity is not null; activity = activity.Parent)
        {
            if (ActivitySources.IsOurs(activity.Source.Name))
                return activity.Source.Name;
        }

        return null;
    }
}
