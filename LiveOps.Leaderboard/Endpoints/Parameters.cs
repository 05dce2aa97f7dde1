using System.Globalization;
using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Reads what stands in paths and queries; each answers null, or the problem with it.</summary>
internal static class Parameters
{
    /// <summary>The most rows of a page.</summary>
    public const int MostRows = 1000;

    /// <summary>How many rows a page has when nothing is said.</summary>
    public const int DefaultRows = 100;

    /// <summary>How many rows around a player when nothing is said: the player in the middle.</summary>
    public const int DefaultAround = 11;

    /// <summary>Finds a board's window. Under the state's gate.</summary>
    public static Problem? Find(LeaderboardState state, string board, string window, out Board found, out Track track)
    {
        track = null!;
        if (FindBoard(state, board, out found) is { } problem)
            return problem;
        if (!WindowKinds.TryParse(window, out WindowKind kind) || !found.Rules.Windows[(int)kind])
            return new Problem(ProblemTypes.UnknownWindow, "Windows are daily, weekly, seasonal and all, as far as the board's policy gives it them.");
        track = found.Tracks[(int)kind];
        return null;
    }

    /// <summary>Finds a board. Under the state's gate.</summary>
    public static Problem? FindBoard(LeaderboardState state, string board, out Board found)
    {
        found = null!;
        if (!IdRule.IsValid(board))
            return BadId("board");
        Span<byte> name = stackalloc byte[IdRule.MaxLength];
        found = state.FindBoard(name[..Encoding.ASCII.GetBytes(board, name)])!;
        return found is null ? new Problem(ProblemTypes.UnknownBoard, $"Nobody has scored on a board {board}, and the policy names none.") : null;
    }

    /// <summary>The number of a player, or -1. Under the state's gate.</summary>
    public static int FindPlayer(LeaderboardState state, string player)
    {
        Span<byte> id = stackalloc byte[IdRule.MaxLength];
        return state.Players.Find(id[..Encoding.ASCII.GetBytes(player, id)]);
    }

    public static Problem? Player(string player) => IdRule.IsValid(player) ? null : BadId("player");

    public static Problem? Rows(string? text, int otherwise, out int rows)
    {
        rows = otherwise;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rows) && rows is >= 1 and <= MostRows)
            ? null
            : new Problem(ProblemTypes.InvalidParameter, $"limit is a whole number from 1 to {MostRows}.");
    }

    public static Problem? Offset(string? text, out int offset)
    {
        offset = 0;
        return text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out offset)
            ? null
            : new Problem(ProblemTypes.InvalidParameter, $"offset is a whole number from 0 to {int.MaxValue}.");
    }

    public static Problem NotRanked(string player) => new(ProblemTypes.NotRanked, $"The player {player} has no score here, or is hidden.");

    private static Problem BadId(string what) =>
        new(ProblemTypes.InvalidParameter, $"The {what} is not an id: 1 to {IdRule.MaxLength} characters of [A-Za-z0-9_.:-].");
}
