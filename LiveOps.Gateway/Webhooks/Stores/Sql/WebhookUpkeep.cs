using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>What a replica does for webhooks all the time: learns what others did, sees to it that somebody sends, and where it is itself takes notices and keeps the log short.</summary>
internal sealed partial class WebhookUpkeep(WebhookReplica replica, NoticeIntake intake, TimeProvider clock, ILogger<WebhookUpkeep> logger) : BackgroundService
{
    private const int LeaseEvery = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string[] _trouble = ["", ""]; // of leasing, and of the rest

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await replica.LeaveAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // It ends by itself.
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Rounds.RunAsync(Interval * LeaseEvery, clock, _ => TryAsync(0, () => replica.LeaseAsync(stoppingToken)), stoppingToken),
        Rounds.RunAsync(Interval, clock, _ => TryAsync(1, () => KeepAsync(stoppingToken)), stoppingToken));

    private async Task KeepAsync(CancellationToken cancellation)
    {
        await replica.CatchUpAsync(cancellation);
        if (!replica.Sends)
            return;
        await replica.KeepAsync(cancellation);
        await intake.TakeAsync();
    }

    // The same trouble is told once.
    private async Task TryAsync(int which, Func<Task> work)
    {
        try
        {
            await work();
            _trouble[which] = "";
        }
        catch (Exception e) when (PassingFaults.MayPass(e) || e is InvalidDataException)
        {
            if (_trouble[which] != e.Message)
                Log.Delayed(logger, e.Message);
            _trouble[which] = e.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Webhooks wait: {Reason}")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
