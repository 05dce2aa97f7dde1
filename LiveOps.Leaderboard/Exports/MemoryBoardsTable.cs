using System.Runtime.CompilerServices;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.Tables;

namespace LiveOps.Leaderboard.Exports;

/// <summary>
/// The boards of this process. Each period is copied at one moment, under the gate, so that nobody is in it twice or missing; one after the other, so that only one is held. Some 60 bytes a
/// row are held meanwhile, less than the row takes in the state.
/// </summary>
/// <param name="state">The boards.</param>
/// <param name="kind">Of an export every period; of an archive those that closed on its day.</param>
/// <param name="clock">Says which periods are over.</param>
internal sealed class MemoryBoardsTable(LeaderboardState state, ExportKind kind, TimeProvider clock) : IExportTable
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
        Board[] boards;
        lock (state.Gate)
            boards = [.. state.Boards.OrderBy(board => board.Name, StringComparer.Ordinal)];
        var rows = new RowBuffer();
        foreach (Board board in boards)
        {
            foreach ((WindowKind window, IStandings standings, bool cancelled) in Periods(board, kind == ExportKind.Export ? null : day))
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Clear();
                lock (state.Gate)
                    standings.CopyTo(rows, 0, standings.Total, state.Players);
                string word = BoardColumns.State(standings.Period, cancelled, clock.Now());
                for (int i = 0; i < rows.Count; i++)
                {
                    (int rank, string? player, long score, long time) = rows[i];
                    yield return BoardColumns.Row(board.Name, window, standings.Period, word, rank, player, score, time);
                }
            }
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> IsSettledAsync(DateOnly day, CancellationToken cancellation)
    {
        // A period takes late scores for as long as its board's rules say, and is closed after that.
        lock (state.Gate)
            return Task.FromResult(!state.Boards.SelectMany(board => board.Tracks).SelectMany(track => track.Open).Any(standings => BoardColumns.Wants(day, standings.Period)));
    }

    private List<(WindowKind Window, IStandings Standings, bool Cancelled)> Periods(Board board, DateOnly? day)
    {
        lock (state.Gate)
        {
            return [.. board.Tracks.SelectMany(track => track.Closed.Concat<IStandings>(track.Open)
                .Where(standings => BoardColumns.Wants(day, standings.Period))
                .Select(standings => (track.Window, standings, track.Cancelled.Contains(standings.Period.Name))))];
        }
    }
}
