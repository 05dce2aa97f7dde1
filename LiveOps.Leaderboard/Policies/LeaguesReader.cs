using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads <c>leagues.json</c>; see docs/leagues.md for what may stand in it.</summary>
internal static class LeaguesReader
{
    /// <summary>The most leagues.</summary>
    public const int MostLeagues = 100;

    /// <summary>The most divisions of one.</summary>
    public const int MostDivisions = 50;

    /// <summary>The most players of a cohort.</summary>
    public const int LargestCohort = 1000;

    /// <exception cref="PolicyException">It is wrong; the message names the line.</exception>
    public static LeaguesPolicy Read(ReadOnlySpan<byte> json) => PolicyNode.Read(json, root =>
    {
        root.Only("leagues");
        if (root["leagues"] is not { } leagues)
            return LeaguesPolicy.Default;
        if (leagues.Members.Count > MostLeagues)
            throw leagues.Wrong($"may be {MostLeagues} at most");
        foreach (PolicyNode league in leagues.Members.Where(league => !IdRule.IsValid(league.Name)))
            league.Fault($"is no league's name: it {IdRule.Sentence}");
        foreach (PolicyNode league in leagues.Members.Where(league => WindowKinds.All.Any(window => league.Name.EndsWith($".{WindowKinds.Name(window)}", StringComparison.Ordinal))))
            league.Fault("is no league's name: its rewards would be called as those of a board's window");
        return new LeaguesPolicy { Leagues = leagues.Members.ToDictionary(league => league.Name, Read, StringComparer.Ordinal) };
    });

    private static LeagueRules Read(PolicyNode node)
    {
        node.Only("board", "window", "cohortSize", "divisions", "promote", "relegate", "absent", "rewards");
        PolicyNode promote = node.Get("promote"), relegate = node.Get("relegate"), cohortSize = node.Get("cohortSize");
        int size = (int)cohortSize.Whole(2, LargestCohort);
        var rules = new LeagueRules
        {
            Board = node.Get("board").Id(),
            Window = node.Get("window").Choice(("daily", WindowKind.Daily), ("weekly", WindowKind.Weekly), ("seasonal", WindowKind.Seasonal)),
            CohortSize = size,
            Divisions = Divisions(node.Get("divisions")),
            Promote = (int)promote.Whole(0, LargestCohort),
            Relegate = (int)relegate.Whole(0, LargestCohort),
            AbsentFall = node["absent"]?.Choice(("stay", false), ("fall", true)) ?? false,
            Rewards = node["rewards"] is { } rewards ? Rewards(rewards, node.Name, cohortSize.IsFaulty ? LargestCohort : size) : [],
        };
        if (!promote.IsFaulty && !relegate.IsFaulty && rules.Promote + rules.Relegate > rules.CohortSize)
            relegate.Fault($"and promote are together more than a cohort has, {rules.CohortSize}");
        return rules;
    }

    private static string[] Divisions(PolicyNode node)
    {
        if (!node.IsFaulty && node.Items.Count is 0 or > MostDivisions)
            node.Fault($"must be 1 to {MostDivisions} names, the lowest first");
        var names = new List<string>();
        foreach (PolicyNode item in node.Items)
        {
            string name = item.Id();
            if (!item.IsFaulty && names.Contains(name))
                item.Fault($"hold {name} twice");
            names.Add(name);
        }

        return [.. names];
    }

    private static RankReward[] Rewards(PolicyNode node, string league, int lastRank)
    {
        if (node.Items.Count > RankRewardsReader.Most)
            node.Fault($"may be {RankRewardsReader.Most} at most");
        var rewards = new List<RankReward>();
        foreach (PolicyNode item in node.Items)
        {
            if (RankRewardsReader.Read(item.Only("ranks", "reward"), league, "2026-11-20", lastRank) is { } reward)
                RankRewardsReader.Add(rewards, item, reward);
        }

        return [.. rewards];
    }
}
