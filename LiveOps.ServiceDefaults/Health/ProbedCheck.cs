using LiveOps.ServiceDefaults.Secrets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.ServiceDefaults.Health;

/// <summary>
/// One health check, asked at most once in <see cref="Fresh"/> however many probes come, and waited for no longer than
/// <see cref="Patience"/>: a check that hangs holds up no probe, and is not started a second time while it hangs.
/// </summary>
internal sealed class ProbedCheck(HealthCheckService checks, string name, TimeProvider clock)
{
    /// <summary>How long an answer holds.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>How long a check may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The check's name.</summary>
    public string Name => name;

    private readonly Lock _gate = new();
    private Task<Missing?>? _asked;
    private long _answeredAt;

    /// <summary>What is missing; null when all is well.</summary>
    public async Task<Missing?> AskAsync()
    {
        Task<Missing?> asked;
        lock (_gate)
        {
            if (_asked is null || (_asked.IsCompleted && clock.GetElapsedTime(Volatile.Read(ref _answeredAt)) >= Fresh))
                _asked = Task.Run(RunAsync);
            asked = _asked;
        }

        try
        {
            return await asked.WaitAsync(Patience, clock);
        }
        catch (TimeoutException)
        {
            return new Missing(name, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    private async Task<Missing?> RunAsync()
    {
        try
        {
            HealthReport report = await checks.CheckHealthAsync(registration => registration.Name == name);
            HealthReportEntry entry = report.Entries[name];
            return entry.Status == HealthStatus.Healthy ? null : new Missing(name, Reason(entry), IsBearable: entry.Status == HealthStatus.Degraded);
        }
        finally
        {
            Volatile.Write(ref _answeredAt, clock.GetTimestamp());
        }
    }

    // An exception's message is for the log only: it may name hosts and more.
    private static string Reason(HealthReportEntry entry) =>
        entry.Exception is { } thrown && (entry.Description is null || entry.Description == thrown.Message)
            ? thrown.GetType().Name
            : Redaction.Redact(entry.Description ?? "unhealthy");
}
