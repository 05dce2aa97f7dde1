using LiveOps.Client.Json;

namespace LiveOps.Client.Leagues;

/// <summary>Where a player stands in a league. Who has no score in the period that runs is in a division and in no cohort yet.</summary>
public sealed class LeaguePlace
{
    private LeaguePlace(JsonValue json)
    {
        League = json.NeedText("league");
        Division = json.NeedText("division");
        Cohort = json["cohort"].Text;
        Period = json["period"].Text;
        Rank = json["rank"].Whole is { } rank ? (int)rank : null;
        Zone = LeagueZones.Read(json["zone"]);
        Score = json["score"].Whole;
        Size = json.NeedInt("size");
        ClosesAt = json["closesAt"].Time;
    }

    /// <summary>The league.</summary>
    public string League { get; }

    /// <summary>The division.</summary>
    public string Division { get; }

    /// <summary>The cohort: those the player is compared with; null without a score.</summary>
    public string? Cohort { get; }

    /// <summary>The period; null where none runs.</summary>
    public string? Period { get; }

    /// <summary>The place in the cohort, from 1 on; null without a score.</summary>
    public int? Rank { get; }

    /// <summary>What it would lead to now; null without a score.</summary>
    public LeagueZone? Zone { get; }

    /// <summary>The score; null without one.</summary>
    public long? Score { get; }

    /// <summary>How many are in the cohort; 0 without one.</summary>
    public int Size { get; }

    /// <summary>When the period ends; null where none runs.</summary>
    public DateTimeOffset? ClosesAt { get; }

    internal static LeaguePlace Read(JsonValue json) => new(json);

    internal static IReadOnlyList<LeaguePlace> ReadAll(JsonValue json)
    {
        var all = new List<LeaguePlace>(json.Items.Count);
        foreach (JsonValue one in json.Items)
            all.Add(new LeaguePlace(one));
        return all;
    }
}
