using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly.Retry;

namespace LiveOps.ServiceDefaults.Outgoing;

/// <summary>
/// What every HTTP client of a service has: services found by their names (<c>http://leaderboard</c>), a time-out for each attempt and
/// for all, retries with jitter of what has no effect, and a circuit breaker. The time-outs are a game's: an answer later than this is none.
/// <para>An answer that says when to come again (<c>Retry-After</c>) is waited for where that fits: after as many waits as there are retries, the last attempt still has its time. A longer one is handed over
/// at once. The handler of itself would wait until the time-out of all, and then say that the other was slow: status and header are lost (findings/http-resilience-retry-after.sh).</para>
/// <para>A client whose own time-out is shorter asks by <see cref="CallsInTime"/>: then no more is waited for than half of what is left of it.</para>
/// </summary>
internal static class OutgoingHttp
{
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private const int MostRetries = 2;

    private static readonly TimeSpan LongestWait = (TotalTimeout - AttemptTimeout) / MostRetries;

    public static void AddOutgoingHttp(this IServiceCollection services)
    {
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler(Configure).SelectPipelineByAuthority(); // else all clients share one, and a service that fails opens the circuit to all others
            http.AddServiceDiscovery();
        });
    }

    private static void Configure(HttpStandardResilienceOptions options)
    {
        options.AttemptTimeout.Timeout = AttemptTimeout;
        options.TotalRequestTimeout.Timeout = TotalTimeout;
        options.Retry.MaxRetryAttempts = MostRetries;
        options.Retry.Delay = RetryDelay;
        Func<RetryPredicateArguments<HttpResponseMessage>, ValueTask<bool>> isPassing = options.Retry.ShouldHandle;
        options.Retry.ShouldHandle = attempt => attempt.Outcome.Result is { } answer && IsTooLate(answer) ? new ValueTask<bool>(false) : isPassing(attempt);
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(10);
        options.CircuitBreaker.MinimumThroughput = 20;
        options.CircuitBreaker.FailureRatio = 0.5;
        options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
#pragma warning disable EXTEXP0001 // marked as under evaluation, unchanged since 8.10
        options.Retry.DisableForUnsafeHttpMethods();
#pragma warning restore EXTEXP0001
    }

    // A date is a clock's of another, and services of ours say seconds.
    private static bool IsTooLate(HttpResponseMessage answer) => answer.Headers.RetryAfter is { } after && !(after.Delta <= LongestWait && after.Delta <= CallsInTime.LeftOf(answer.RequestMessage) / 2);
}
