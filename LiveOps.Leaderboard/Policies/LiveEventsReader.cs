using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.LiveEvents;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads the document <c>live-events</c>; see docs/live-events.md for what may stand in it.</summary>
internal static class LiveEventsReader
{
    /// <summary>How many events the document may have, past ones included.</summary>
    public const int MostEvents = 500;

    private const int MostTitle = 200, MostEntrants = 10_000_000, MostAttempts = 1_000_000;

    private static readonly string[] Reserved = ["first-kill", "level"];

    /// <exception cref="PolicyException">It is wrong; the message names the line.</exception>
    public static LiveEventsPolicy Read(byte[] json) => PolicyNode.Read(json, Read);

    private static LiveEventsPolicy Read(PolicyNode root)
    {
        root.Only("liveEvents");
        PolicyNode node = root.Get("liveEvents");
        if (node.Items.Count > MostEvents)
            throw node.Wrong($"may be {MostEvents} at most");
        var events = new Dictionary<string, LiveEvent>(StringComparer.Ordinal);
        foreach (PolicyNode item in node.Items)
        {
            if (ReadEvent(item) is { } live && !events.TryAdd(live.Id, live))
                item.FaultAt(item.Line, $"liveEvents hold {live.Id} twice");
        }

        foreach (LiveEvent[] board in events.Values.Where(live => live.Board is not null).GroupBy(live => live.Board!.Name, StringComparer.Ordinal).Select(board => board.OrderBy(live => live.Opens).ToArray()))
            root.Take(Faults(board));
        return new LiveEventsPolicy(events.Values);
    }

    private static LiveEvent? ReadEvent(PolicyNode node)
    {
        node.Only("id", "title", "opensAt", "closesAt", "board", "multipliers", "entry", "rewards");
        PolicyNode idNode = node.Get("id");
        string id = Event(idNode);
        long? opens = Time(node.Get("opensAt")), closes = Time(node.Get("closesAt"));
        string title = node["title"] is { } titled ? Title(titled) : id;
        LiveEventBoard? board = node["board"] is { } own ? Board(own, id) : null;
        (EventType, int)[] multipliers = node["multipliers"] is { } factors ? Multipliers(factors) : [];
        LiveEventEntry entry = node["entry"] is { } entered ? Entry(entered) : new LiveEventEntry();
        RankReward[] rewards = node["rewards"] is { } given ? Rewards(given, id) : [];
        if (board is null && entry.IsLimited)
            node["entry"]!.Fault("limits scores, and the event has no board that takes any");
        if (board is null && rewards.Length > 0)
            node["rewards"]!.Fault("are of ranks, and the event has no board");
        if (opens >= closes)
            node.Get("closesAt").Fault("is not after opensAt");
        return idNode.IsFaulty || opens is null || closes is null || opens >= closes
            ? null
            : new LiveEvent(id, title, opens.Value, closes.Value) { Board = board, Multipliers = multipliers, Entry = entry, Rewards = rewards, Line = node.Line, Place = node.Place };
    }

    // Events of one board are the seasons of that board.
    private static IEnumerable<PolicyFault> Faults(LiveEvent[] board)
    {
        for (int i = 1; i < board.Length; i++)
        {
            if (board[i].Opens < board[i - 1].Closes)
                yield return new PolicyFault(board[i].Place, board[i].Line, $"{board[i].Id} opens before {board[i - 1].Id} closes, and both are on the board {board[i].Board!.Name}");
            else if (board[i].Board != board[0].Board)
                yield return new PolicyFault(board[i].Place, board[i].Line, $"{board[i].Id} is on the board {board[i].Board!.Name} like {board[0].Id}, and its operator or order is another");
        }
    }

    private static string Name(PolicyNode node)
    {
        string id = node.Id();
        if (IdRule.IsDots(id))
            node.Fault("is no id: no path could carry it");
        return id;
    }

    // Rewards are granted as <event>:<reward>, beside those that Progression names itself.
    private static string Event(PolicyNode node)
    {
        string id = Name(node);
        if (Reserved.FirstOrDefault(kind => id == kind || id.StartsWith(kind + ":", StringComparison.Ordinal)) is { } kind)
            node.Fault($"may not be {kind}, nor begin with {kind}: : players are granted {kind}:… for something else");
        return id;
    }

    private static long? Time(PolicyNode node)
    {
        string text = node.Text();
        if (Rfc3339.TryParse(text, out DateTimeOffset time) && UnixTicks.Of(time) is > 0 and var ticks)
            return ticks - ticks % UnixTicks.PerMillisecond;
        node.Fault("must be a time with its offset (2026-11-20T18:00:00Z)");
        return null;
    }

    private static string Title(PolicyNode node)
    {
        string title = node.Text();
        if (title.Length is 0 or > MostTitle || title.Any(char.IsControl))
            node.Fault($"must be 1 to {MostTitle} characters, none of control");
        return title;
    }

    private static LiveEventBoard Board(PolicyNode node, string id)
    {
        node.Only("name", "operator", "order");
        return new LiveEventBoard(
            node["name"] is { } name ? Name(name) : id,
            node["operator"]?.Choice(("best", ScoreOperator.Best), ("last", ScoreOperator.Last), ("sum", ScoreOperator.Sum)) ?? ScoreOperator.Best,
            node["order"]?.Choice(("desc", true), ("asc", false)) ?? true);
    }

    private static (EventType, int)[] Multipliers(PolicyNode node)
    {
        var multipliers = new List<(EventType, int)>();
        foreach (PolicyNode member in node.Members)
        {
            EventType type = EventMultipliers.Types.FirstOrDefault(type => EventTypes.Name(type) == member.Name);
            if (type == default)
            {
                member.FaultAt(member.Line, $"{member.Name} is nothing that is multiplied; {string.Join(", ", EventMultipliers.Types.Select(EventTypes.Name))} are");
                continue;
            }

            double factor = member.Number(1, EventMultipliers.Most / EventMultipliers.Once), hundredths = Math.Round(factor * EventMultipliers.Once);
            if (!member.IsFaulty && Math.Abs(factor * EventMultipliers.Once - hundredths) > 1e-6)
                member.Fault("may have two digits behind the point");
            if (!member.IsFaulty)
                multipliers.Add((type, (int)hundredths));
        }

        return [.. multipliers];
    }

    private static LiveEventEntry Entry(PolicyNode node)
    {
        node.Only("mode", "maxEntrants", "maxAttempts");
        return new LiveEventEntry(
            node["mode"]?.Choice(("open", false), ("join", true)) ?? false,
            (int?)node["maxEntrants"]?.Whole(1, MostEntrants),
            (int?)node["maxAttempts"]?.Whole(1, MostAttempts));
    }

    // Named as <event>:<reward>.
    private static RankReward[] Rewards(PolicyNode node, string id)
    {
        if (node.Items.Count > RankRewardsReader.Most)
            node.Fault($"may be {RankRewardsReader.Most} at most");
        var rewards = new List<RankReward>();
        foreach (PolicyNode item in node.Items)
        {
            PolicyNode name = item.Only("ranks", "reward").Get("reward");
            if (RankRewardsReader.Read(item, "", "") is not { } reward)
                continue;
            if ($"{id}:{reward.Reward}".Length > IdRule.MaxLength)
                name.Fault($"is too long: players would be granted {id}:{reward.Reward}, and the name of a reward has {IdRule.MaxLength} characters at most");
            else if (rewards.Exists(other => other.Reward == reward.Reward && reward.First <= other.Last && reward.Last >= other.First))
                item.Get("ranks").Fault($"give {reward.Reward} twice for a rank");
            else
                rewards.Add(reward);
        }

        return [.. rewards];
    }
}
