using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Applying;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.LiveEvents;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>
/// What happens by time, in every replica; whoever comes second finds it done:
/// <list type="number">
/// <item>the catalogue is looked at again, so that readers see what other replicas changed;</item>
/// <item>boards whose order the policy changed are turned around, and seasons that run end when it says now;</item>
/// <item>whose block is over is shown again, unless a period fell due before that is not archived yet;</item>
/// <item>periods that are due are closed, the document of the leagues rules by then, what became of their players is found out, and the periods are archived, in order; what is kept too long is let go of;</item>
/// <item>Redis is given what it is owed, and the bus told who earned what;</item>
/// <item>what live events multiply is said likewise, and told that they opened or closed;</item>
/// <item>which way boards count is said on the bus when it has changed, and now and then, for a bus and a Fairness that have lost it;</item>
/// <item>now and then, old ids are deleted.</item>
/// </list>
/// </summary>
internal sealed partial class ClusterClock(
    Catalogues catalogues, Periods periods, Players players, OwedRanks owed, Closer closer, Archiver archiver, Keeping keeping, RewardsTold rewards, SharedRanks ranks,
    IPolicies<LeaderboardPolicy> policy, IPolicies<LiveEventsPolicy> liveEvents, LiveEventNews news, LiveEventsTold told, EntrantsSweep entrants, LeagueRulings rulings, LeagueSettling leagues, IEventBus bus, ClusterSettings settings, TimeProvider clock, ILogger<ClusterClock> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private const int NewsEvery = 30, IdsEvery = 600;

    private LeaderboardPolicy? _turned, _kept, _said;
    private (LiveEventsPolicy? InForce, long Revision) _saidEvents;

    /// <summary>Does now what happens by time.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        long now = clock.Now();
        PolicyView<LeaderboardPolicy> versions = await policy.BetweenAsync(now, now, cancellation);
        LeaderboardPolicy rules = versions.At(now, out _)!;
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        if (_turned != rules)
        {
            foreach (StoredPeriod period in await periods.TurnAsync(rules, cancellation))
                await ranks.DropAsync(period.Keys);
            long since = await SinceAsync(versions, now, cancellation);
            LeaguesPolicy played = (await rulings.RuleAsync(since, now, cancellation)).At(now, out _)!;
            foreach (MovedSeason season in await periods.MoveAsync(rules, now, since, played, cancellation))
                Log.Season(logger, season.Text(now));
            foreach (SharedBoard board in (await catalogues.GetAsync()).InOrder)
            {
                foreach (string stays in SeasonEffects.StayingClosed(board.Name, board.Tracks[(int)WindowKind.Seasonal], board.Rules(rules), now))
                    Log.Season(logger, stays);
            }

            _turned = rules;
        }

        await players.EndBlocksAsync();
        await closer.CloseAsync(policy, clock.Now(), settings.Settle.Ticks, cancellation);
        await rulings.RuleAsync(now, now, cancellation);
        catalogue = await catalogues.GetAsync();
        HashSet<int> unsettled = await leagues.SettleAsync(cancellation); // of the scores that the archive takes the place of
        HashSet<SharedBoard> keep = [.. _kept == rules ? [] : catalogue.InOrder];
        foreach (StoredPeriod period in catalogue.InOrder.SelectMany(board => board.Closing).Where(period => !unsettled.Contains(period.Id)))
        {
            await archiver.ArchiveAsync(period, catalogue.Cancelled.Contains(period.Id), cancellation);
            keep.Add(period.Board);
        }

        if (keep.Count > 0)
        {
            await catalogues.RefreshAsync(cancellation);
            await keeping.SweepAsync(cancellation); // scores of what was archived
            foreach (SharedBoard board in keep)
                await keeping.ForgetAsync(board.Name, board.Rules(rules), cancellation);
            await keeping.SweepAsync(cancellation); // archives that were let go of
            _kept = rules;
        }

        await owed.GiveAllAsync(cancellation);
        await TellRewardsAsync(cancellation);
        if (_said != rules)
            await SayOrdersAsync(rules, cancellation);
        PolicyView<LiveEventsPolicy> all = await liveEvents.BetweenAsync(now, now, cancellation);
        LiveEventsPolicy events = all.At(now, out _)!;
        // Also of what is to come: who wrote it may have ended before it came to saying it.
        if (_saidEvents != (events, all.History.Revision))
        {
            await news.SayAsync(null, cancellation);
            _saidEvents = (events, all.History.Revision);
        }

        await told.TellAsync(events, liveEvents, await catalogues.GetAsync(), cancellation);
    }

    // They stay owed while the bus is down: what else happens by time goes on meanwhile.
    private async Task TellRewardsAsync(CancellationToken cancellation)
    {
        try
        {
            await rewards.TellAsync(cancellation);
        }
        catch (BusUnavailableException e)
        {
            Log.Waiting(logger, e.Message);
        }
    }

    // Since when what is in force is: a file's moment is this one; a version's, of the boards or of the live events, was perhaps while no replica ran.
    private async ValueTask<long> SinceAsync(PolicyView<LeaderboardPolicy> boards, long now, CancellationToken cancellation)
    {
        PolicyView<LiveEventsPolicy> events = await liveEvents.BetweenAsync(now, now, cancellation);
        long? since = boards.File is null && events.File is null ? Max(boards.History.At(now)?.EffectiveAt, events.History.At(now)?.EffectiveAt) : null;
        return since ?? now;

        static long? Max(long? one, long? other) => one is null || other > one ? other : one;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(Tick, clock, tick => TryAsync(tick, stoppingToken), stoppingToken);

    private async Task TryAsync(int tick, CancellationToken cancellation)
    {
        try
        {
            await RunAsync(cancellation);
            if (tick % IdsEvery == 0)
            {
                await keeping.SweepIdsAsync(clock.Now() - settings.Dedupe.Ticks, cancellation);
                await entrants.SweepAsync((await liveEvents.BetweenAsync(clock.Now(), clock.Now(), cancellation)).At(clock.Now(), out _)!, cancellation);
            }

            if (tick % NewsEvery == NewsEvery - 1)
                _saidEvents = default; // again, should a bus or Progression have lost it
            if (tick % IdsEvery == IdsEvery - 1)
                _said = null; // again
        }
        catch (Exception e) when (PassingFaults.IsAway(e))
        {
            Log.Waiting(logger, e.Message);
        }
        catch (Exception e) when (PassingFaults.IsRefusal(e))
        {
            Log.Failed(logger, e);
        }
    }

    private async Task SayOrdersAsync(LeaderboardPolicy rules, CancellationToken cancellation)
    {
        await bus.PublishAsync(new BusMessage(BusMessageKind.BoardOrders, rules.Orders(clock.Now()).ToBytes()), cancellation);
        _said = rules;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "By the changed policy, {What}.")]
        public static partial void Season(ILogger logger, string what);

        [LoggerMessage(LogLevel.Warning, "What happens by time waits: {Reason}.")]
        public static partial void Waiting(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "What happens by time failed; trying again.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
