using LiveOps.Client.Json;

namespace LiveOps.Client.Boards;

/// <summary>A part of a board, best first.</summary>
public sealed class BoardPage
{
    private BoardPage(JsonValue json)
    {
        Board = json["board"].Text ?? "";
        Period = json["period"].Text ?? "";
        OpensAt = json["opensAt"].Time;
        ClosesAt = json["closesAt"].Time;
        Total = json["total"].Whole is { } total ? (int)total : null;
        Entries = BoardEntry.ReadAll(json["entries"]);
        var unranked = new List<string>();
        foreach (JsonValue one in json["unranked"].Items)
            unranked.Add(one.Text ?? "");
        Unranked = unranked;
    }

    /// <summary>The board; empty where only entries were asked for.</summary>
    public string Board { get; }

    /// <summary>The period, such as <c>2026-11-20</c>, <c>2026-W47</c>, <c>all</c>; empty where only entries were asked for.</summary>
    public string Period { get; }

    /// <summary>When it began; null where it has no beginning.</summary>
    public DateTimeOffset? OpensAt { get; }

    /// <summary>When it ends; null where it does not.</summary>
    public DateTimeOffset? ClosesAt { get; }

    /// <summary>How many players are ranked; null where only entries were asked for.</summary>
    public int? Total { get; }

    /// <summary>The entries.</summary>
    public IReadOnlyList<BoardEntry> Entries { get; }

    /// <summary>Of a set of players, those who are not ranked.</summary>
    public IReadOnlyList<string> Unranked { get; }

    internal static BoardPage Read(JsonValue json) => new(json);
}
