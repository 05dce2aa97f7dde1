using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>The boards of all replicas: bounds from the newest catalogue, rows from Redis, a page a call.</summary>
internal sealed class ClusterSurvey(Catalogues catalogues, SharedRanks ranks, IPolicies<LeaderboardPolicy> policies, TimeProvider clock) : IBoardSurvey
{
    /// <inheritdoc/>
    public async ValueTask<LeaderboardPolicy> PolicyAsync(long at, CancellationToken cancellation) => (await (policies is PoliciesOverEvents over ? over.Boards : policies).BetweenAsync(at, at, cancellation)).At(at, out _)!;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SurveyedBoard>> BoardsAsync(CancellationToken cancellation) =>
        [.. (await catalogues.RefreshAsync(cancellation)).InOrder.Select(board => new SurveyedBoard(board.Name, board.Descending, Array.ConvertAll(board.Tracks, track => SurveyedTrack.Of(track))))];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SurveyedRow>> RowsAsync(string board, WindowKind window, string period, int offset, int limit, CancellationToken cancellation)
    {
        Catalogue catalogue = await catalogues.GetAsync();
        if (!catalogue.Boards.TryGetValue(board, out SharedBoard? found) || found.Tracks[(int)window].Open.Find(open => open.Period.Name == period) is not { } open)
            return [];
        (_, _, StackExchange.Redis.RedisResult? members) = await ranks.PageAsync(open, offset, limit, "");
        var rows = new RowBuffer();
        if (members is not null)
            RankRow.CopyTo(rows, offset, members, found);
        return Array.ConvertAll(rows.ToArray(), row => new SurveyedRow(row.Rank, row.PlayerId, row.Score));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> BlockedAsync(CancellationToken cancellation)
    {
        long now = clock.Now();
        return [.. (await catalogues.RefreshAsync(cancellation)).Blocked.Values.Where(block => block.Ends > now && !block.ByOperator).Select(block => block.Player).Order(StringComparer.Ordinal)];
    }
}
