using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Audit;

/// <summary>Lets go of entries that are older than <c>AUDIT_DAYS</c>, once an hour.</summary>
internal sealed partial class AuditUpkeep(IServiceProvider services, TimeProvider clock, ILogger<AuditUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => services.GetService<IAudit>() is { } audit
        ? Rounds.RunLaterAsync(Interval, clock, _ => TryAsync(audit, stoppingToken), stoppingToken)
        : Task.CompletedTask;

    private async Task TryAsync(IAudit audit, CancellationToken cancellation)
    {
        try
        {
            await audit.ForgetAsync(cancellation);
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            Log.Delayed(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Old entries of the audit are let go of later: {Reason}.")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
