using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>What a policy would do to the seasons that run.</summary>
internal sealed class MemoryEffects(LeaderboardState state) : IPolicyEffects<LeaderboardPolicy>
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> TellAsync(LeaderboardPolicy policy, long at, CancellationToken cancellation)
    {
        lock (state.Gate)
        {
            return new([.. state.Boards.SelectMany(board => SeasonEffects.Of(board.Name, board.Tracks[(int)WindowKind.Seasonal], policy.RulesOf(board.Name), at))]);
        }
    }
}
