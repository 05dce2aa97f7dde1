using System.Diagnostics;
using LiveOps.Core.Traces;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.StackExchangeRedis;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>
/// Lets through only the spans of its own service: a span of an outgoing call comes from a source that all services of a process
/// share, and belongs to whoever's span it stands under. One that stands under nobody's is let through once, unless it is a store's: services
/// look after their stores all the time, and nobody waits for that.
/// </summary>
internal sealed class OwnSpans : CompositeProcessor<Activity>
{
    /// <summary>The sources of the SQL drivers.</summary>
    public static readonly string[] SqlDrivers = ["MySqlConnector", "Npgsql"];

    private const string Caller = "liveops.caller";

    private static OwnSpans? _finder;

    private readonly string _own;

    public OwnSpans(string service, BaseProcessor<Activity> export) : base([export])
    {
        _own = ActivitySources.NameOf(service);
        Interlocked.CompareExchange(ref _finder, this, null);
    }

    /// <summary>Has commands of Redis that stand under a span, and no other, become spans; these are made later, from a copy, so each is told whose it is.</summary>
    public static void OfRequests(StackExchangeRedisInstrumentationOptions redis)
    {
        redis.Filter = static command => command.ParentActivity is not null;
        redis.Enrich = static (span, command) => span.SetCustomProperty(Caller, command.ParentActivity);
    }

    public override void OnEnd(Activity data)
    {
        if (Owner(data) is { } owner ? owner == _own : !SqlDrivers.Contains(data.Source.Name) && ReferenceEquals(Volatile.Read(ref _finder), this))
            base.OnEnd(data);
    }

    protected override void Dispose(bool disposing)
    {
        Interlocked.CompareExchange(ref _finder, null, this);
        base.Dispose(disposing);
    }

    private static string? Owner(Activity? activity)
    {
        for (; activity is not null; activity = activity.Parent ?? activity.GetCustomProperty(Caller) as Activity)
        {
            if (ActivitySources.IsOurs(activity.Source.Name))
                return activity.Source.Name;
        }

        return null;
    }
}
