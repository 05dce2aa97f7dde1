using System.Globalization;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Stores;

/// <summary>What was learned of a player from what was accepted.</summary>
/// <param name="LearnedAt">When last, to the second.</param>
/// <param name="Boards">Their scores by board, the newest board first.</param>
/// <param name="ScoreRhythm">How regularly scores come; null before any.</param>
/// <param name="KillRhythm">How regularly kills come; null before any.</param>
internal sealed record LearnedPlayer(DateTime LearnedAt, IReadOnlyList<LearnedBoard> Boards, LearnedRhythm? ScoreRhythm, LearnedRhythm? KillRhythm)
{
    /// <summary>Of a shard's player; null when nothing was learned of them.</summary>
    public static LearnedPlayer? Of(Shard shard, int number)
    {
        PlayerSlot player = shard.Players[number];
        if (player.LearnedAt == 0)
            return null;
        var boards = new List<LearnedBoard>();
        foreach (ScoreHistory history in shard.Scores.Of(player.Scores))
            boards.Insert(0, LearnedBoard.Of(history));
        return new LearnedPlayer(Times.Utc(player.LearnedAt * TimeSpan.TicksPerSecond), boards, LearnedRhythm.Of(player.ScoreRhythm), LearnedRhythm.Of(player.KillRhythm));
    }
}

/// <summary>What a player's scores on a board are like.</summary>
/// <param name="Board">The board by 64 bits of its name's hash, in hexadecimal: names are not kept here.</param>
/// <param name="Count">How many scores; stops at 65,535.</param>
/// <param name="Mean">Their mean, the newer ones weighing more.</param>
/// <param name="Deviation">Their deviation.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Last">The last.</param>
internal sealed record LearnedBoard(string Board, int Count, double Mean, double Deviation, long Highest, long Lowest, long Last)
{
    public static LearnedBoard Of(in ScoreHistory history) => new(
        history.Board.ToString("x16", CultureInfo.InvariantCulture), history.Count, history.Mean, history.SampleDeviation, history.Highest, history.Lowest, history.Last);
}

/// <summary>The intervals of a session.</summary>
/// <param name="Intervals">How many.</param>
/// <param name="MeanMilliseconds">Their mean.</param>
/// <param name="DeviationMilliseconds">Their deviation.</param>
internal sealed record LearnedRhythm(int Intervals, double MeanMilliseconds, double DeviationMilliseconds)
{
    public static LearnedRhythm? Of(in Rhythm rhythm) => rhythm.At == 0 ? null : new(rhythm.Count, rhythm.Mean, Math.Sqrt(rhythm.Variance));
}
