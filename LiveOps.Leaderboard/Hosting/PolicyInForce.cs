using System.Threading.Channels;
using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Hosting;

/// <summary>
/// Brings the policy file's content into force through the journal: at the start before anything is served, and whenever it changed. So
/// a replay applies each score under the policy of its time. Then it says on the bus which way boards count, where that is not what was said last: it may
/// have ended between the two, and then says it at the next start.
/// </summary>
internal sealed partial class PolicyInForce(
    PolicyFile<LeaderboardPolicy> file, LeaderboardState state, ICommandLog log, IEventBus bus, TimeProvider clock, ILogger<PolicyInForce> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        file.Changed += OnChanged;
        await ApplyAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (bool _ in _changed.Reader.ReadAllAsync(stoppingToken))
                await ApplyUntilDoneAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
        finally
        {
            file.Changed -= OnChanged;
        }
    }

    private async Task ApplyUntilDoneAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await ApplyAsync(cancellation);
                return;
            }
            catch (BusUnavailableException e)
            {
                Log.Failed(logger, e);
                await Task.Delay(RetryAfter, clock, cancellation);
            }
        }
    }

    private async Task ApplyAsync(CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> json = file.Json;
        if (!json.Span.SequenceEqual(state.PolicyJson.Span)
            && await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.Policy(clock.Now(), json.Span), cancellation) is IEnumerable<MovedSeason> seasons)
        {
            foreach (MovedSeason season in seasons)
                Log.Moved(logger, season.Text(clock.Now()));
        }

        BoardOrders orders = state.Policy.Orders(Math.Max(clock.Now(), state.Said.At + 1));
        if (!orders.SaysTheSame(state.Said))
            await bus.PublishAsync(new BusMessage(BusMessageKind.BoardOrders, orders.ToBytes()), cancellation);
    }

    private void OnChanged(LeaderboardPolicy policy) => _changed.Writer.TryWrite(true);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "By the changed policy, {What}.")]
        public static partial void Moved(ILogger logger, string what);

        [LoggerMessage(LogLevel.Warning, "The changed policy waits: the journal cannot take it now; trying again.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
