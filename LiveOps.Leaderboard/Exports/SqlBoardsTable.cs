using System.Runtime.CompilerServices;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.Tables;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Exports;

/// <summary>
/// The boards of the database, all as they were at one moment. Hidden players are left out, and the ranks behind them close up, as on the boards themselves; ranks are counted here, because
/// those in Redis move on. Periods of which only champions are left are not among them.
/// </summary>
/// <param name="database">Where they are.</param>
/// <param name="kind">Of an export every period; of an archive those that closed on its day.</param>
/// <param name="clock">Says which periods are over.</param>
internal sealed class SqlBoardsTable(SqlDatabase<LeaderboardContext> database, ExportKind kind, TimeProvider clock) : IExportTable
{
    /// <inheritdoc/>
    public string Name => kind == ExportKind.Export ? "boards" : "periods";

    /// <inheritdoc/>
    public ExportKind Kind => kind;

    /// <inheritdoc/>
    public IReadOnlyList<Column> Columns => BoardColumns.All;

    /// <inheritdoc/>
    public async IAsyncEnumerable<object?[]> ReadAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using SqlSnapshot<LeaderboardContext> snapshot = await database.SnapshotAsync(cancellation);
        LeaderboardContext context = snapshot.Context;
        Dictionary<string, bool> descending = await context.Boards.ToDictionaryAsync(board => board.Name, board => board.Descending, cancellation);
        HashSet<string> hidden = [.. await context.Hidden.Select(row => row.Player).ToArrayAsync(cancellation)];
        HashSet<int> cancelled = [.. await context.Cancelled.Select(row => row.Period).ToArrayAsync(cancellation)];
        PeriodRow[] periods = await context.Periods.Where(row => row.State <= PeriodState.Done).OrderBy(row => row.Board).ThenBy(row => row.Win).ThenBy(row => row.Opens).ToArrayAsync(cancellation);
        long now = clock.Now();
        foreach (PeriodRow row in periods)
        {
            Period period = new(row.Name, row.Opens, row.Closes);
            if (!BoardColumns.Wants(kind == ExportKind.Export ? null : day, period))
                continue;
            string word = BoardColumns.State(period, cancelled.Contains(row.Id), now);
            int rank = 0;
            await foreach ((string? player, long score, long time) in Rows(context, row, descending.GetValueOrDefault(row.Board), cancellation))
            {
                if (player is null || !hidden.Contains(player))
                    yield return BoardColumns.Row(row.Board, (WindowKind)row.Win, period, word, ++rank, player, score, time);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> IsSettledAsync(DateOnly day, CancellationToken cancellation)
    {
        // A period takes late scores for as long as its board's rules say, and is closed after that.
        PeriodRow[] left = await database.ReadAsync("export", (context, token) => context.Periods.Where(row => row.State < PeriodState.Archived).ToArrayAsync(token), cancellation);
        return !left.Any(row => BoardColumns.Wants(day, new Period(row.Name, row.Opens, row.Closes)));
    }

    private static async IAsyncEnumerable<(string? Player, long Score, long Time)> Rows(LeaderboardContext context, PeriodRow period, bool descending, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (period.State >= PeriodState.Archived)
        {
            // Rows of players who were erased while they were hidden.
            HashSet<int> gone = [.. await context.Gone.Where(row => row.Period == period.Id).Select(row => row.Position).ToArrayAsync(cancellation)];
            await foreach (ArchivedRow row in context.Archived.Where(row => row.Period == period.Id).OrderBy(row => row.Position).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                if (!gone.Contains(row.Position))
                    yield return (row.Player, row.Score, row.AchievedAt);
            }

            yield break;
        }

        IQueryable<ScoreRow> scores = context.Scores.Where(row => row.Period == period.Id);
        IOrderedQueryable<ScoreRow> ordered = descending ? scores.OrderByDescending(row => row.Score) : scores.OrderBy(row => row.Score);
        await foreach (ScoreRow row in ordered.ThenBy(row => row.AchievedAt).ThenBy(row => row.Player).AsAsyncEnumerable().WithCancellation(cancellation))
            yield return (row.Player, row.Score, row.AchievedAt);
    }
}
