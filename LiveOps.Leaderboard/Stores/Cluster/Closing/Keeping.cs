using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>
/// Lets go of the oldest closed periods until as many are kept, with as many rows, as the rules say: first of the archive but the best
/// (champions are shown longer, and others move up when one of them is hidden), later of those. Large deletions go in small chunks.
/// </summary>
internal sealed class Keeping(SqlDatabase<LeaderboardContext> database)
{
    /// <summary>How many of a period's best are kept for the hall of fame when the archive is let go of.</summary>
    public const int Best = 64;

    private const int Chunk = 2000;

    /// <summary>Lets go of what a board keeps too much of.</summary>
    public async Task ForgetAsync(string board, BoardRules rules, CancellationToken cancellation)
    {
        PeriodRow[] closed = await database.ReadAsync(
            "keep",
            (context, token) => context.Periods
                .Where(row => row.Board == board && row.State >= PeriodState.Archived && row.State <= PeriodState.Cut).OrderBy(row => row.ClosedNo).ToArrayAsync(token),
            cancellation);
        List<PeriodRow> whole = [.. closed.Where(row => row.State <= PeriodState.Done)];
        List<PeriodRow> cut = [];
        foreach (IGrouping<short, PeriodRow> window in whole.GroupBy(row => row.Win).ToArray())
            cut.AddRange(window.Take(Math.Max(0, window.Count() - rules.Keep[window.Key])));
        whole.RemoveAll(cut.Contains);
        // The newest closed period of a window is never the one to go.
        while (whole.Sum(row => (long)row.Total) > rules.KeepRows
            && whole.GroupBy(row => row.Win).Where(window => window.Count() > 1).Select(window => window.First()).MinBy(row => row.Closes) is { } oldest)
        {
            whole.Remove(oldest);
            cut.Add(oldest);
        }

        HashSet<int> forgotten = [.. closed.Take(Math.Max(0, closed.Length - rules.KeepHall)).Except(whole).Select(row => row.Id)];
        foreach (PeriodRow row in cut.Concat(closed.Where(row => forgotten.Contains(row.Id))).Distinct())
        {
            // What still has scores in the database is cut once they are gone.
            if (row.State != PeriodState.Archived)
                await SetAsync(row, forgotten.Contains(row.Id) ? PeriodState.Forgotten : PeriodState.Cutting, cancellation);
        }
    }

    /// <summary>Deletes what periods have left behind; also what a replica that died did not get to. A league's closing has its scores until it is through.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        PeriodRow[] left = await database.ReadAsync(
            "keep",
            (context, token) => context.Periods
                .Where(row => (row.State == PeriodState.Archived || row.State == PeriodState.Cutting || row.State == PeriodState.Forgotten) && !context.LeagueClosings.Any(closing => closing.Period == row.Id)).ToArrayAsync(token),
            cancellation);
        foreach (PeriodRow row in left)
        {
            int from = row.State == PeriodState.Cutting ? Best : 0;
            if (row.State != PeriodState.Archived)
            {
                await InChunksAsync("archive_cut", Json.Period(row.Id, ("from", from), ("limit", Chunk)), cancellation);
                await database.TransactAsync("sweep", unit => unit.ExecuteAsync(("gone_cut", Json.Period(row.Id, ("from", from)))), cancellation);
            }

            if (row.State != PeriodState.Cutting)
                await InChunksAsync("scores_sweep", Json.Period(row.Id, ("limit", Chunk)), cancellation);
            if (row.State == PeriodState.Forgotten)
                await database.TransactAsync("sweep", unit => unit.ExecuteAsync(("cancelled_forget", Json.Period(row.Id)), ("rewards_due_forget", Json.Period(row.Id)), ("period_delete", Json.Period(row.Id))), cancellation);
            else
                await SetAsync(row, row.State == PeriodState.Archived ? PeriodState.Done : PeriodState.Cut, cancellation);
        }
    }

    /// <summary>Deletes ids of events that were applied, and tokens of steps that were made, longer ago than ids are remembered.</summary>
    public async Task SweepIdsAsync(long before, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteNumber("before", before / TimeSpan.TicksPerHour);
            json.WriteNumber("limit", Chunk);
        });
        await InChunksAsync("ids_sweep", batch, cancellation);
        await InChunksAsync("moves_sweep", batch, cancellation);
    }

    private async Task InChunksAsync(string statement, ReadOnlyMemory<byte> batch, CancellationToken cancellation)
    {
        while (await database.TransactAsync("sweep", unit => unit.ExecuteAsync((statement, batch)), cancellation) > 0)
        {
        }
    }

    private Task<int> SetAsync(PeriodRow row, short state, CancellationToken cancellation) => database.TransactAsync(
        "sweep", unit => unit.ExecuteAsync(("period_set", Json.Period(row.Id, ("state", state), ("total", row.Total)))), cancellation);
}
