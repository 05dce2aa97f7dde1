using System.Collections.Concurrent;
using LiveOps.Core.Boards;
using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>
/// Brings the policy file's content into force through the journal: at the start before anything is served, and whenever it changed. So
/// a replay applies each score under the policy of its time. Then it says on the bus which way boards count, where that is not what was said last: it may
/// have ended between the two, and then says it at the next start.
/// </summary>
internal sealed partial class PolicyInForce(
    PolicyFile<LeaderboardPolicy> file, LeaderboardState state, ICommandLog log, IEventBus bus, TimeProvider clock, ILogger<PolicyInForce> logger)
    : PolicyFollower<LeaderboardPolicy>(file, clock)
{
    private readonly TimeProvider _clock = clock;
    private readonly ConcurrentQueue<string> _told = new();

    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellation)
    {
        LogTold();
        if (JournaledFile.IsBaseDue(File, state.Document))
            await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.Policy(_clock.Now(), File.BuiltIn.Span), cancellation);
        if (JournaledFile.CommandDue(File, state.Document) is { } command)
            await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.Document(_clock.Now(), command), cancellation);

        LogTold();
        BoardOrders orders = state.Policy.Orders(Math.Max(_clock.Now(), state.Said.At + 1));
        if (!orders.SaysTheSame(state.Said))
            await bus.PublishAsync(new BusMessage(BusMessageKind.BoardOrders, orders.ToBytes()), cancellation);
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        state.SeasonTold += _told.Enqueue;
        state.Ruled += Wake; // a version may make boards count the other way round
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        state.Ruled -= Wake;
        state.SeasonTold -= _told.Enqueue;
        await base.StopAsync(cancellationToken);
    }

    private void LogTold()
    {
        while (_told.TryDequeue(out string? sentence))
            Log.Season(logger, sentence);
    }

    /// <inheritdoc/>
    protected override void TellDelay(Exception reason) => Log.Failed(logger, reason);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "By the changed policy, {What}.")]
        public static partial void Season(ILogger logger, string what);

        [LoggerMessage(LogLevel.Warning, "The changed policy waits: the journal cannot take it now; trying again.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
