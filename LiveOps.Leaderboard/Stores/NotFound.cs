using LiveOps.Core.Problems;
using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Stores;

/// <summary>Why something is not there.</summary>
internal static class NotFound
{
    public static Problem Board(string board) => new(ProblemTypes.UnknownBoard, $"Nobody has scored on a board {board}, and the policy names none.");

    public static Problem Window() => new(ProblemTypes.UnknownWindow, "Windows are daily, weekly, seasonal and all, as far as the board's policy gives it them.");

    public static Problem Period(WindowKind window) => new(
        ProblemTypes.UnknownPeriod, $"The window has no past period of this name that somebody scored in and that is still kept; {WindowKinds.Name(window)}/history lists them.");

    public static Problem League(string league) => new(ProblemTypes.UnknownLeague, $"There is no league {league} in the document of the leagues.");

    public static Problem Cohort(string league) => new(ProblemTypes.UnknownCohort, $"No season of {league} that runs has a cohort of this number; each cohort is of one season.");

    public static Problem Division(string league, string division) => new(ProblemTypes.InvalidParameter, $"{league} has no division {division}.");

    public static Problem Season(string league) => new(ProblemTypes.NothingToRollOver, $"No season of {league} runs now.");

    public static Problem InLeague(string player) => new(ProblemTypes.NotRanked, $"The player {player} has never scored, or is hidden.");

    public static Problem Player(string player) => new(ProblemTypes.NotRanked, $"The player {player} has no score here, or is hidden.");
}
