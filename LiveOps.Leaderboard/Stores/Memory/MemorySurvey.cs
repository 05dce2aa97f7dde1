using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>The boards of this process: a board, or a page of rows, at a time under the gate.</summary>
internal sealed class MemorySurvey(LeaderboardState state) : IBoardSurvey
{
    /// <inheritdoc/>
    public ValueTask<LeaderboardPolicy> PolicyAsync(long at, CancellationToken cancellation) => new(state.Document.At(at) ?? LeaderboardPolicy.Default);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SurveyedBoard>> BoardsAsync(CancellationToken cancellation)
    {
        Board[] boards;
        lock (state.Gate)
            boards = [.. state.Boards];
        var copies = new List<SurveyedBoard>(boards.Length);
        foreach (Board board in boards)
        {
            lock (state.Gate)
                copies.Add(new SurveyedBoard(board.Name, board.Rules.Descending, Array.ConvertAll(board.Tracks, track => SurveyedTrack.Of(track, track.Window == WindowKind.Seasonal ? [.. track.Closed.Select(archive => archive.Period.Name)] : []))));
        }

        return new(copies);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SurveyedRow>> RowsAsync(string board, WindowKind window, string period, int offset, int limit, CancellationToken cancellation)
    {
        RowBuffer rows = RowBuffer.Rent();
        lock (state.Gate)
        {
            if (state.FindBoard(System.Text.Encoding.ASCII.GetBytes(board))?.Tracks[(int)window].Open.Find(open => open.Period.Name == period) is { } found)
                found.CopyTo(rows, offset, limit, state.Players);
        }

        return new(Array.ConvertAll(rows.ToArray(), row => new SurveyedRow(row.Rank, row.PlayerId, row.Score)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> BlockedAsync(CancellationToken cancellation)
    {
        lock (state.Gate)
            return new(state.BlockedPlayers());
    }
}
