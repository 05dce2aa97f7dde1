using System.Diagnostics;
using LiveOps.Core.Traces;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// A span for an operation that failed. The instrumentation's own are never errors, and without a connection there are none (findings/otel-redis-spans-never-error.sh): so one of the service's stands beside them,
/// under the span of whoever asked, as long as it took, with what it came to (https://opentelemetry.io/docs/specs/semconv/general/recording-errors/). Whether the request failed with it is the request's to say.
/// </summary>
internal static class FailedSpan
{
    /// <summary>Whether anybody wants it.</summary>
    public static bool IsWanted => Activity.Current is { IsAllDataRequested: true } current && ActivitySources.IsOurs(current.Source.Name);

    /// <summary>Makes it. False, so that it can be asked where an exception passes by.</summary>
    /// <param name="operation">The operation, a word of the code.</param>
    /// <param name="began">When it began.</param>
    /// <param name="e">What it came to; its type alone is told, for a message may hold what was asked.</param>
    public static bool Made(string operation, DateTimeOffset began, Exception e)
    {
        using Activity? span = Activity.Current?.Source.StartActivity(
            $"{RedisStore.Name} {operation}", ActivityKind.Client, parentContext: default, [new("db.system.name", RedisStore.Name), new("error.type", (e.InnerException ?? e).GetType().FullName)], startTime: began);
        span?.SetStatus(ActivityStatusCode.Error);
        return false;
    }
}
