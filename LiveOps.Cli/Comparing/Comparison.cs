namespace LiveOps.Cli.Comparing;

/// <summary>What is different between what a file says and what a board has.</summary>
internal sealed class Comparison
{
    public Comparison(Standing file, Standing board, int top, bool isLowestBest)
    {
        (File, Board) = (file, board);
        foreach ((string player, long score) in file.Scores)
        {
            if (!board.Scores.TryGetValue(player, out long there))
                Differences.Add(new PlayerDifference(player, score, null));
            else if (there != score)
                Differences.Add(new PlayerDifference(player, score, there));
        }

        foreach ((string player, long score) in board.Scores)
        {
            if (!file.Scores.ContainsKey(player))
                Differences.Add(new PlayerDifference(player, null, score));
        }

        Differences.Sort((one, other) => string.CompareOrdinal(one.PlayerId, other.PlayerId));
        TopIsAlike = file.Top(top, isLowestBest).SequenceEqual(board.Top(top, isLowestBest));
    }

    public Standing File { get; }

    public Standing Board { get; }

    public List<PlayerDifference> Differences { get; } = [];

    /// <summary>Whether the best have the same scores in the same order.</summary>
    public bool TopIsAlike { get; }

    public bool IsAlike => Differences.Count == 0;

    public int OnlyInFile => Differences.Count(one => one.OnBoard is null);

    public int OnlyOnBoard => Differences.Count(one => one.InFile is null);

    public int OtherScore => Differences.Count(one => one is { InFile: not null, OnBoard: not null });
}
