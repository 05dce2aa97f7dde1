using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>What a policy would do to the seasons that run, by the newest catalogue.</summary>
internal sealed class ClusterEffects(Catalogues catalogues) : IPolicyEffects<LeaderboardPolicy>
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> TellAsync(LeaderboardPolicy policy, long at, CancellationToken cancellation) =>
        [.. (await catalogues.RefreshAsync(cancellation)).InOrder.SelectMany(board => SeasonEffects.Of(board.Name, board.Tracks[(int)WindowKind.Seasonal], board.Rules(policy), at))];
}
