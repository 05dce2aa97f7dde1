using LiveOps.Core.Verdicts;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace LiveOps.Gateway.Verdicts;

/// <summary>
/// What stands between a Fairness that is slow or dead and the players: an answer later than the time-out is none, and when half of them
/// fail nobody is asked for a while, so that a request fails at once instead of waiting its time. After the while one question
/// is let through, and decides.
/// </summary>
internal static class VerdictsPipeline
{
    /// <summary>How far back failures are looked at.</summary>
    public static readonly TimeSpan Sampling = TimeSpan.FromSeconds(5);

    /// <summary>Questions within it before failures say anything.</summary>
    public const int MinimumQuestions = 10;

    /// <summary>For how long nobody is asked.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <param name="timeout">How long an answer may take.</param>
    /// <param name="clock">Drives both.</param>
    public static ResiliencePipeline Build(TimeSpan timeout, TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = MinimumQuestions,
                SamplingDuration = Sampling,
                BreakDuration = Pause,
                ShouldHandle = new PredicateBuilder().Handle<VerdictsUnavailableException>().Handle<TimeoutRejectedException>(),
            })
            .AddTimeout(timeout)
            .Build();
}
