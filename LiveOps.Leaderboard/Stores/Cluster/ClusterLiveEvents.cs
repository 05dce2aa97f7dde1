using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Applying;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.Leaderboard.Stores.LiveEvents;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>Live events of all replicas: who is in them lies in SQL, each event's row locked while anybody is let in or counted.</summary>
internal sealed class ClusterLiveEvents(
    SqlDatabase<LeaderboardContext> database, Catalogues catalogues, SharedRanks ranks, ClusterArchives archives, ClusterEffects boardEffects, LiveEventVersions versions,
    Func<IPolicies<LeaderboardPolicy>> boards, ClusterSettings settings, TimeProvider clock) : ILiveEventStore, IPolicyEffects<LiveEventsPolicy>, IPolicyObjections<LiveEventsPolicy>
{
    private volatile IPolicies<LiveEventsPolicy>? _events;

    /// <summary>What is in force. Not known while its file is read for the first time, which asks here what speaks against it.</summary>
    public IPolicies<LiveEventsPolicy> Knowing(IPolicies<LiveEventsPolicy> events)
    {
        _events = events;
        boardEffects.Knowing(events);
        return events;
    }

    /// <inheritdoc/>
    public async ValueTask<LiveCalendar> CalendarAsync(CancellationToken cancellation)
    {
        long now = clock.Now();
        return new LiveCalendar(await AtAsync(now, cancellation), now);
    }

    /// <inheritdoc/>
    public async ValueTask<LiveEventCounts> CountAsync(LiveEvent live, CancellationToken cancellation)
    {
        int total = 0;
        bool isOpen = false;
        if (live.Board is { } board)
        {
            Catalogue catalogue = await catalogues.GetAsync();
            StoredPeriod? period = catalogue.Periods.Values.FirstOrDefault(stored => stored.Board.Name == board.Name && stored.Window == WindowKind.Seasonal && stored.Period.Name == live.Id && stored.State <= PeriodState.Closed);
            isOpen = period is { State: PeriodState.Open };
            total = period is not null ? await ranks.CountAsync(period)
                : (await archives.ListAsync(board.Name, WindowKind.Seasonal)).FirstOrDefault(archived => archived.Period.Name == live.Id).Ranked;
        }

        bool final = !isOpen && live.Closes + LiveEventsPolicy.Grace + settings.Settle.Ticks <= clock.Now(); // as its closing waits
        if (!live.Entry.IsLimited)
            return new LiveEventCounts(total, null, total, final);
        LiveEventRow? row = await database.ReadAsync("live_event", (context, token) => context.LiveEvents.SingleOrDefaultAsync(row => row.Event == live.Id, token), cancellation);
        return new LiveEventCounts(row?.Entrants ?? 0, row?.Attempts ?? 0, total, final);
    }

    /// <inheritdoc/>
    public async ValueTask<EntryOutcome> EnterAsync(string live, string player, CancellationToken cancellation)
    {
        long now = clock.Now();
        if ((await catalogues.GetAsync()).Blocked.GetValueOrDefault(player) is { } block && block.Ends > now)
            return new EntryOutcome(EntryStatus.Blocked);
        if ((await AtAsync(now, cancellation)).Find(live) is not { } found)
            return new EntryOutcome(EntryStatus.Unknown);
        if (found.Closes <= now)
            return new EntryOutcome(EntryStatus.Closed);
        if (!found.Entry.IsLimited)
            return new EntryOutcome(EntryStatus.Entered);
        return await database.TransactAsync(
            "enter",
            async unit =>
            {
                var entrants = new SharedEntrants();
                entrants.Ask(live, player);
                await using (var rows = await unit.ReadAsync([("gate_share", Json.Gate), .. entrants.Reads()]))
                    await entrants.LoadAsync(rows, unit.Cancellation);
                if (!entrants.TryEnter(found, player, out int attempts))
                    return new EntryOutcome(EntryStatus.Full);
                if (entrants.Changes() is { Length: > 0 } changes)
                    await unit.ExecuteAsync(changes);
                return new EntryOutcome(EntryStatus.Entered, attempts, found.Entry.MaxAttempts);
            },
            CancellationToken.None); // what is on its way cannot be called back
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> TellAsync(LiveEventsPolicy policy, long at, CancellationToken cancellation) =>
        [.. LiveEventChanges.Effects(await AtAsync(at, cancellation), policy, at)];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PolicyFault>> AgainstAsync(LiveEventsPolicy policy, long at, CancellationToken cancellation)
    {
        if (_events is not null)
        {
            IPolicies<LeaderboardPolicy> all = boards(), own = all is PoliciesOverEvents over ? over.Boards : all;
            LeaderboardPolicy named = (await own.BetweenAsync(at, at, cancellation)).At(at, out _)!;
            PolicyFault[] faults = [.. LiveEventChanges.Faults(await AtAsync(at, cancellation), policy, named, at)];
            if (faults.Length == 0)
                faults = [.. LiveEventChanges.Faults(await versions.ReadAsync(at, long.MinValue, LiveEventChanges.MostPast, cancellation), policy, named, at)];
            if (faults.Length > 0)
                return faults;
        }

        return await boardEffects.AgainstAsync(policy.Over(LeaderboardPolicy.Default), at, cancellation);
    }

    private async ValueTask<LiveEventsPolicy> AtAsync(long at, CancellationToken cancellation)
    {
        PolicyView<LiveEventsPolicy> view = await (_events ?? throw new StoreUnavailableException("policies", "are not known yet")).BetweenAsync(at, at, cancellation);
        return view.At(at, out _)!;
    }
}
