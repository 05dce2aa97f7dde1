using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>
/// Sends what is left once everything else has stopped, all signals at once, and gives up after <see cref="Patience"/>: left to the container, a
/// collector that takes connections and answers nothing holds up each signal of each service in turn.
/// </summary>
internal sealed class LastTelemetry(TracerProvider traces, MeterProvider metrics, LoggerProvider logs, StackExchangeRedisInstrumentation redis) : IHostedLifecycleService
{
    /// <summary>The most that a stop waits for a collector.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        redis.Dispose(); // makes its last spans
        // Sent first: at a shutdown Azure's exporters begin to send, and wait for nothing.
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Long(() => traces.ForceFlush(Left(start))), Long(() => metrics.Shutdown(Left(start))), Long(() => logs.ForceFlush(Left(start))));
        await Task.WhenAll(Long(() => traces.Shutdown(Left(start))), Long(() => logs.Shutdown(Left(start))));
    }

    private static int Left(long start) => (int)Math.Max(0, (Patience - Stopwatch.GetElapsedTime(start)).TotalMilliseconds);

    // Threads of their own: they are held up.
    private static Task Long(Action shutDown) => Task.Factory.StartNew(shutDown, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
