using LiveOps.Cli.Exporting;
using LiveOps.Client.Boards;

namespace LiveOps.Cli.Comparing;

/// <summary>The standing that a board has now.</summary>
internal static class BoardStanding
{
    public static async Task<Standing> ReadAsync(ExportTable board, CancellationToken cancellation)
    {
        int player = At(board, "playerId"), score = At(board, "score");
        var scores = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (object?[] row in board.Rows.WithCancellation(cancellation))
        {
            if (row[player] is string id)
                scores[id] = (long)row[score]!;
        }

        return new Standing(scores);
    }

    /// <summary>The same with players whom the reading may have missed, because they moved meanwhile: each is asked for by name.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="players">Who must be on the board if they have a score there.</param>
    /// <param name="ranks">Asks for up to 500 of them.</param>
    public static async Task<Standing> CompleteAsync(Standing read, IEnumerable<string> players, Func<string[], Task<BoardPage>> ranks)
    {
        var scores = new Dictionary<string, long>(read.Scores, StringComparer.Ordinal);
        foreach (string[] missing in players.Where(player => !read.Scores.ContainsKey(player)).Chunk(500))
        {
            foreach (BoardEntry entry in (await ranks(missing)).Entries)
            {
                if (entry.PlayerId is { } player)
                    scores[player] = entry.Score;
            }
        }

        return new Standing(scores);
    }

    private static int At(ExportTable board, string name) => board.Columns.Select(column => column.Name).ToList().IndexOf(name);
}
