using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>What a policy would do to the seasons that run, and what speaks against it.</summary>
internal sealed class MemoryEffects(LeaderboardState state, TimeProvider clock) : IPolicyEffects<LeaderboardPolicy>, IPolicyObjections<LeaderboardPolicy>
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> TellAsync(LeaderboardPolicy policy, long at, CancellationToken cancellation)
    {
        long now = clock.Now();
        policy = state.LiveEventsAt(at).Over(policy);
        lock (state.Gate)
        {
            return new([.. state.Boards.SelectMany(board => SeasonEffects.Of(board.Name, board.Tracks[(int)WindowKind.Seasonal], policy.RulesOf(board.Name), now, at))]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PolicyFault>> AgainstAsync(LeaderboardPolicy policy, long at, CancellationToken cancellation)
    {
        if (policy.LiveEvents is null && LiveEventChanges.Faults(policy, state.LiveEventsAt(at), at).ToArray() is { Length: > 0 } faults)
            return new(faults);
        long now = Math.Min(at, clock.Now()); // what will be closed by then is told, not refused: a version before may extend it
        lock (state.Gate)
        {
            return new([.. state.Boards.SelectMany(board => ClosedSeasons.Faults(board.Name, board.Tracks[(int)WindowKind.Seasonal], policy.RulesOf(board.Name), now, name => Closed(board, name)))]);
        }
    }

    private static bool? Closed(Board board, string name)
    {
        Track track = board.Tracks[(int)WindowKind.Seasonal];
        if (track.Closed.FindLast(archive => PartNames.IsPart(archive.Period.Name, of: name)) is { } archive)
            return track.Cancelled.Contains(archive.Period.Name);
        return board.Hall.Exists(champions => champions.Window == WindowKind.Seasonal && PartNames.IsPart(champions.Period, of: name)) ? false : null;
    }
}
