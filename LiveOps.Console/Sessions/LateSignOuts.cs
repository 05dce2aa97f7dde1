using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Console.Sessions;

/// <summary>Tells the other replicas of sign-outs that could not be told when they were made: every few seconds, and once more at the end.</summary>
internal sealed class LateSignOuts(SharedSignOuts signOuts, TimeProvider clock) : BackgroundService
{
    /// <summary>How often it tries.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await signOuts.TryTellAsync();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunLaterAsync(Interval, clock, async _ => await signOuts.TryTellAsync(), stoppingToken);
}
