using System.Globalization;
using LiveOps.Console.Services;

namespace LiveOps.Console.Boards;

/// <summary>What would follow from a period's end: who would be champions, who would earn what by rank, and which leagues would move their players.</summary>
/// <param name="Champions">The first, as many as the board names.</param>
/// <param name="Rewards">What is earned by which ranks, and by whom of those that were looked at.</param>
/// <param name="Leagues">The leagues that are played in this window, with their rules.</param>
public sealed record RollOverPreview(IReadOnlyList<Part> Champions, IReadOnlyList<EarnedReward> Rewards, IReadOnlyList<(string Name, Part Rules)> Leagues)
{
    /// <summary>How many ranks are looked at.</summary>
    public const int MostRanks = 100;

    /// <summary>Of how many leagues it is told who would move; of the others there is a link.</summary>
    public const int MostLeagues = 3;

    /// <summary>Of a league, how many of its tables are shown; there is a link to all.</summary>
    public const int MostTables = 2;

    private const int UsualChampions = 3;

    /// <param name="board">The board.</param>
    /// <param name="window">The window.</param>
    /// <param name="page">Its first ranks.</param>
    /// <param name="boards">The document of the boards.</param>
    /// <param name="leagues">The document of the leagues.</param>
    public static RollOverPreview Of(string board, string window, Answer page, Answer boards, Answer leagues)
    {
        IReadOnlyList<Part> ranked = page.Json["entries"].Items;
        Part rules = boards.Json["boards"][board];
        int champions = (int)Math.Clamp(rules.Number("champions") ?? boards.Json["default"].Number("champions") ?? UsualChampions, 0, MostRanks);
        return new RollOverPreview(
            [.. ranked.Take(champions)],
            [.. rules["rewards"].Items.Where(reward => reward.Text("window") == window).Select(reward => Earned(reward, ranked, page.Json.Number("total") ?? 0))],
            [.. leagues.Json["leagues"].Members.Where(league => league.Value.Text("board") == board && league.Value.Text("window") == window)]);
    }

    private static EarnedReward Earned(Part reward, IReadOnlyList<Part> ranked, long total)
    {
        string ranks = reward.Text("ranks");
        string[] ends = ranks.Split('-');
        bool isRead = int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) & int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last);
        return new EarnedReward(reward.Text("reward"), ranks, isRead ? [.. ranked.Where(entry => entry.Number("rank") >= first && entry.Number("rank") <= last).Select(entry => entry.Text("playerId"))] : [], isRead ? Math.Max(0, Math.Min(last, total) - first + 1) : 0);
    }
}
