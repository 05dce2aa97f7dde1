using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads one board's rules; what is not named stays as in the rules it builds on.</summary>
internal static class BoardRulesReader
{
    private const int MostKept = 10_000, MostKeptRows = 200_000_000, LongestGraceSeconds = 86_400;

    /// <exception cref="PolicyException">The rules are wrong.</exception>
    public static BoardRules Read(PolicyNode node, BoardRules rules)
    {
        node.Only("counter", "operator", "order", "windows", "timeZone", "seasons", "graceSeconds", "keep", "keepRows", "champions", "keepHall", "rewards");
        string? counter = node["counter"]?.Id();
        if (counter is not null)
            rules = rules with { Operator = ScoreOperator.Sum };
        rules = rules with
        {
            Counter = counter,
            Operator = node["operator"]?.Choice(("best", ScoreOperator.Best), ("last", ScoreOperator.Last), ("sum", ScoreOperator.Sum)) ?? rules.Operator,
            Descending = node["order"]?.Choice(("desc", true), ("asc", false)) ?? rules.Descending,
            Windows = node["windows"] is { } windows ? Windows(windows) : rules.Windows,
            Zone = node["timeZone"] is { } zone ? Zone(zone) : rules.Zone,
            Grace = node["graceSeconds"]?.Whole(0, LongestGraceSeconds) * TimeSpan.TicksPerSecond ?? rules.Grace,
            Keep = node["keep"] is { } keep ? Keep(keep, rules.Keep) : rules.Keep,
            KeepRows = (int?)node["keepRows"]?.Whole(0, MostKeptRows) ?? rules.KeepRows,
            Champions = (int?)node["champions"]?.Whole(1, BoardRules.MostChampions) ?? rules.Champions,
            KeepHall = (int?)node["keepHall"]?.Whole(0, MostKept) ?? rules.KeepHall,
        };
        SeasonText[]? texts = node["seasons"] is { } seasons ? SeasonsReader.Read(seasons) : rules.SeasonTexts;
        var faults = new List<PolicyFault>();
        (Season[] Seasons, Season[] Cancelled)? resolved = texts is null ? null : SeasonsReader.Resolve(texts, rules.Zone, faults);
        node.Take(faults);
        rules = rules with { SeasonTexts = texts, Calendar = new WindowCalendar(rules.Zone, resolved?.Seasons), Cancelled = resolved?.Cancelled ?? [] };
        return node["rewards"] is { } rewards ? rules with { Rewards = BoardRewardsReader.Read(rewards, node.Name, rules) } : rules;
    }

    private static bool[] Windows(PolicyNode node)
    {
        bool[] windows = new bool[WindowKinds.Count];
        foreach (PolicyNode item in node.Items)
            windows[(int)Window(item, item.Text())] = true;
        if (Array.IndexOf(windows, true) < 0)
            node.Fault("must hold at least one window");
        return windows;
    }

    private static WindowKind Window(PolicyNode node, string name)
    {
        if (!WindowKinds.TryParse(name, out WindowKind window))
            node.Fault("may hold daily, weekly, seasonal and all");
        return window;
    }

    private static TimeZoneInfo Zone(PolicyNode node)
    {
        string id = node.Text();
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            node.Fault($"must be a time zone that this system knows (IANA names, as Europe/Berlin); {id} is none");
            return TimeZoneInfo.Utc;
        }
    }

    private static int[] Keep(PolicyNode node, IReadOnlyList<int> before)
    {
        node.Only("daily", "weekly", "seasonal");
        int[] keep = [.. before];
        foreach (PolicyNode member in node.Members.Where(member => !member.IsFaulty))
            keep[(int)Window(member, member.Name)] = (int)member.Whole(0, MostKept);
        return keep;
    }
}
