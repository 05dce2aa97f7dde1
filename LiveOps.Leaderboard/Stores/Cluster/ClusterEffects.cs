using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>What a policy would do to the seasons that run, and what speaks against it, by the newest catalogue.</summary>
internal sealed class ClusterEffects(Catalogues catalogues, SqlDatabase<LeaderboardContext> database, TimeProvider clock) : IPolicyEffects<LeaderboardPolicy>, IPolicyObjections<LeaderboardPolicy>
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> TellAsync(LeaderboardPolicy policy, long at, CancellationToken cancellation)
    {
        long now = clock.Now();
        return [.. (await catalogues.RefreshAsync(cancellation)).InOrder.SelectMany(board => SeasonEffects.Of(board.Name, board.Tracks[(int)WindowKind.Seasonal], board.Rules(policy), now, at))];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PolicyFault>> AgainstAsync(LeaderboardPolicy policy, long at, CancellationToken cancellation)
    {
        long now = Math.Min(at, clock.Now()); // what will be closed by then is told, not refused: a version before may extend it
        Catalogue catalogue = await catalogues.RefreshAsync(cancellation);
        List<string> asked = [.. catalogue.InOrder.SelectMany(board => ClosedSeasons.Asked(board.Rules(policy), now)).Distinct(StringComparer.Ordinal)];
        if (asked.Count == 0)
            return [];
        const short Seasonal = (short)WindowKind.Seasonal;
        PeriodRow[] rows = await database.ReadAsync(
            "closed",
            (context, token) => context.Periods.Where(row => row.Win == Seasonal && row.State >= PeriodState.Closed && row.State < PeriodState.Forgotten && asked.Contains(row.Name)).ToArrayAsync(token),
            cancellation);
        Dictionary<(string, string), bool> closed = rows.ToDictionary(row => (row.Board, row.Name), row => catalogue.Cancelled.Contains(row.Id));
        return [.. catalogue.InOrder.SelectMany(board => ClosedSeasons.Faults(
            board.Name, board.Tracks[(int)WindowKind.Seasonal], board.Rules(policy), now, name => closed.TryGetValue((board.Name, name), out bool cancelled) ? cancelled : null))];
    }
}
