using LiveOps.Client.Json;

namespace LiveOps.Client.Boards;

/// <summary>A player on a board.</summary>
public sealed class BoardEntry
{
    private BoardEntry(JsonValue json)
    {
        Rank = json.NeedInt("rank");
        Among = json["among"].Whole is { } among ? (int)among : null;
        PlayerId = json["playerId"].Text;
        Score = json.NeedWhole("score");
        AchievedAt = json.NeedTime("achievedAt");
    }

    /// <summary>From 1 on; no two share one.</summary>
    public int Rank { get; }

    /// <summary>The place among those who were asked for; null elsewhere.</summary>
    public int? Among { get; }

    /// <summary>Who; null for one who was erased, in closed periods.</summary>
    public string? PlayerId { get; }

    /// <summary>The score.</summary>
    public long Score { get; }

    /// <summary>When it was reached.</summary>
    public DateTimeOffset AchievedAt { get; }

    internal static BoardEntry Read(JsonValue json) => new(json);

    internal static IReadOnlyList<BoardEntry> ReadAll(JsonValue json)
    {
        var all = new List<BoardEntry>(json.Items.Count);
        foreach (JsonValue one in json.Items)
            all.Add(new BoardEntry(one));
        return all;
    }
}
