using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores.LiveEvents;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>Live events in this process: read from the state; an entry is a command in the journal.</summary>
internal sealed class MemoryLiveEvents(LeaderboardState state, MemoryEffects boards, LiveEventVersions versions, ICommandLog log, TimeProvider clock) : ILiveEventStore, IPolicyEffects<LiveEventsPolicy>, IPolicyObjections<LiveEventsPolicy>
{
    /// <inheritdoc/>
    public ValueTask<LiveCalendar> CalendarAsync(CancellationToken cancellation)
    {
        long now = Math.Max(clock.Now(), state.LiveEvents.Latest);
        return new(new LiveCalendar(state.LiveEventsAt(now), now));
    }

    /// <inheritdoc/>
    public ValueTask<LiveEventCounts> CountAsync(LiveEvent live, CancellationToken cancellation)
    {
        lock (state.Gate)
        {
            Entrants? entrants = state.EntrantsOf(live.Id);
            OpenPeriod? open = null;
            Archive? closed = null;
            if (live.Board is { } board && Lookup.FindBoard(state, board.Name, out Board found) is null)
            {
                Track track = found.Tracks[(int)WindowKind.Seasonal];
                open = track.FindOpen(live.Id);
                closed = track.Closed.FindLast(archive => archive.Period.Name == live.Id);
            }

            int total = open?.Total ?? closed?.Total ?? 0;
            bool final = open is null && live.Closes + LiveEventsPolicy.Grace <= state.Now; // not by a clock: what was accepted in time may wait
            return new(live.Entry.IsLimited ? new LiveEventCounts(entrants?.Count ?? 0, entrants?.Attempts ?? 0, total, final) : new LiveEventCounts(total, null, total, final));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<EntryOutcome> EnterAsync(string live, string player, CancellationToken cancellation) => state.IsBlocked(player, clock.Now())
        ? new EntryOutcome(EntryStatus.Blocked)
        : (EntryOutcome)(await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.Enter(clock.Now(), live, player), CancellationToken.None))!; // what is on its way cannot be called back

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> TellAsync(LiveEventsPolicy policy, long at, CancellationToken cancellation) => new([.. LiveEventChanges.Effects(state.LiveEventsAt(at), policy, at)]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PolicyFault>> AgainstAsync(LiveEventsPolicy policy, long at, CancellationToken cancellation)
    {
        LeaderboardPolicy named = state.Document.At(at) ?? LeaderboardPolicy.Default;
        PolicyFault[] faults = [.. LiveEventChanges.Faults(state.LiveEventsAt(at), policy, named, at)];
        if (faults.Length == 0)
            faults = [.. LiveEventChanges.Faults(await versions.ReadAsync(at, long.MinValue, LiveEventChanges.MostPast, cancellation), policy, named, at)];
        return faults.Length > 0 ? faults : await boards.AgainstAsync(policy.Over(LeaderboardPolicy.Default), at, cancellation);
    }
}
