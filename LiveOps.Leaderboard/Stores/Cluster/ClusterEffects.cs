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
internal sealed class ClusterEffects(Catalogues catalogues, SqlDatabase<LeaderboardContext> database, Func<IPolicies<LiveEventsPolicy>> events, TimeProvider clock) : IPolicyEffects<LeaderboardPolicy>, IPolicyObjections<LeaderboardPolicy>
{
    private volatile IPolicies<LiveEventsPolicy>? _known;

    /// <summary>The live events in force. Not known while files are read for the first time, which ask here what speaks against them.</summary>
    public void Knowing(IPolicies<LiveEventsPolicy> live) => _known = live;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> TellAsync(LeaderboardPolicy policy, long at, CancellationToken cancellation)
    {
        long now = clock.Now();
        policy = (await events().BetweenAsync(at, at, cancellation)).At(at, out _)!.Over(policy);
        return [.. (await catalogues.RefreshAsync(cancellation)).InOrder.SelectMany(board => SeasonEffects.Of(board.Name, board.Tracks[(int)WindowKind.Seasonal], board.Rules(policy), now, at))];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PolicyFault>> AgainstAsync(LeaderboardPolicy policy, long at, CancellationToken cancellation)
    {
        if (policy.LiveEvents is null && policy.Boards.Count > 0 && _known is { } live
            && LiveEventChanges.Faults(policy, (await live.BetweenAsync(at, at, cancellation)).At(at, out _)!, at).ToArray() is { Length: > 0 } faults)
        {
            return faults;
        }

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
