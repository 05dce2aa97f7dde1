using LiveOps.Client.Json;

namespace LiveOps.Client.Leagues;

/// <summary>A player in the table of a cohort.</summary>
public sealed class LeagueEntry
{
    private LeagueEntry(JsonValue json)
    {
        Rank = json.NeedInt("rank");
        PlayerId = json.NeedText("playerId");
        Score = json.NeedWhole("score");
        AchievedAt = json.NeedTime("achievedAt");
        Zone = LeagueZones.Read(json["zone"]) ?? throw new FormatException("the answer has no text zone");
    }

    /// <summary>From 1 on; no two share one.</summary>
    public int Rank { get; }

    /// <summary>Who.</summary>
    public string PlayerId { get; }

    /// <summary>The score.</summary>
    public long Score { get; }

    /// <summary>When it was reached.</summary>
    public DateTimeOffset AchievedAt { get; }

    /// <summary>What it would lead to now.</summary>
    public LeagueZone Zone { get; }

    internal static IReadOnlyList<LeagueEntry> ReadAll(JsonValue json)
    {
        var all = new List<LeagueEntry>(json.Items.Count);
        foreach (JsonValue one in json.Items)
            all.Add(new LeagueEntry(one));
        return all;
    }
}
