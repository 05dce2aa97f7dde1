using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Stores;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// Around every use of a database:
/// <list type="number">
/// <item>what stood in another's way, or lost its connection, is tried again, a few times, later each time and with jitter;</item>
/// <item>while the database cannot be had, a circuit breaker answers for it, so that callers do not pile up in time-outs and it is not
/// met by all of them when it is back;</item>
/// <item>what is left becomes a <see cref="StoreUnavailableException"/>, if waiting would help.</item>
/// </list>
/// Its times are real ones, whatever clock the service has: they belong to a connection.
/// </summary>
internal sealed class SqlResilience
{
    private static readonly RetryStrategyOptions Retries = new()
    {
        MaxRetryAttempts = 4,
        Delay = TimeSpan.FromMilliseconds(20),
        MaxDelay = TimeSpan.FromMilliseconds(500),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = static outcome => ValueTask.FromResult(
            outcome.Outcome.Exception is { } fault && (SqlFaults.IsConflict(fault) || SqlFaults.IsUnavailable(fault))),
    };

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder()
        .AddRetry(Retries)
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromSeconds(1),
            ShouldHandle = static outcome => ValueTask.FromResult(
                outcome.Outcome.Exception is { } fault && !SqlFaults.IsConflict(fault) && SqlFaults.IsUnavailable(fault)),
        })
        .Build();

    /// <exception cref="StoreUnavailableException">The database cannot be had.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await _pipeline.ExecuteAsync(work, cancellation);
        }
        catch (DbException e) when (cancellation.IsCancellationRequested && e.InnerException is OperationCanceledException)
        {
            // Npgsql says so of a TLS handshake that was called off (9.0.3); whoever stops is not told that something failed.
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (BrokenCircuitException e)
        {
            throw new StoreUnavailableException("sql", "could not be had lately, and is given a moment", e);
        }
        catch (Exception e) when (SqlFaults.IsConflict(e) || SqlFaults.IsUnavailable(e))
        {
            throw new StoreUnavailableException("sql", "cannot be had now", e);
        }
    }
}
