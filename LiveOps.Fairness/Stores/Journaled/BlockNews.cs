using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>
/// Tells the bus who is blocked and who is no more. The decisions are in the audit, by rules and by operators alike, and how far they have been announced is in the journal:
/// <list type="number">
/// <item>read the decisions that have not been announced; of each player the last counts;</item>
/// <item>publish them, numbered as in the audit;</item>
/// <item>note in the journal how far it has come. Had the process ended before that, they are published again, with the same numbers.</item>
/// </list>
/// </summary>
internal sealed partial class BlockNews(FairnessState state, IEventBus bus, ICommandLog commands, TimeProvider clock, ILogger<BlockNews> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Bell _news = new();

    /// <summary>Announces what has not been announced.</summary>
    public async Task AnnounceAsync(CancellationToken cancellation)
    {
        // 1
        long from = state.Announced;
        (List<AuditEntry> decisions, long end) = state.Audit.From(from);
        if (end == from)
            return;
        var last = new Dictionary<string, PlayerBlock>(StringComparer.Ordinal);
        long number = end - decisions.Count;
        foreach (AuditEntry decision in decisions)
        {
            number++;
            if (Standing.IsBlockOrLift(decision) && decision.PlayerId != AuditEntry.Erased)
                last[decision.PlayerId] = new PlayerBlock(decision.PlayerId, number, decision.Until);
        }

        // 2
        foreach (PlayerBlock block in last.Values)
            await bus.PublishAsync(new BusMessage(BusMessageKind.PlayerBlock, block.ToBytes()), cancellation);

        // 3
        await commands.ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Announced(end), cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        state.Decided += _news.Ring;
        _news.Ring();
        await _news.AnswerAsync(() => TryAsync(stoppingToken), stoppingToken);
        state.Decided -= _news.Ring;
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await AnnounceAsync(cancellation);
        }
        catch (BusUnavailableException e)
        {
            Log.Waiting(logger, e.Message);
            await Task.Delay(RetryAfter, clock, cancellation);
            _news.Ring();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Boards cannot be told yet who is blocked, trying again: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
