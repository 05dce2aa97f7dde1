using LiveOps.Client.Json;

namespace LiveOps.Client.Leagues;

/// <summary>Where a player stands in a league.</summary>
public sealed class LeaguePlace
{
    private LeaguePlace(JsonValue json)
    {
        League = json["league"].Text ?? "";
        Division = json["division"].Text ?? "";
        Cohort = json["cohort"].Text ?? "";
        Period = json["period"].Text ?? "";
        PlayerId = json["playerId"].Text;
        Rank = json["rank"].Whole is { } rank ? (int)rank : null;
        Zone = json["zone"].Text switch
        {
            "promotion" => LeagueZone.Promotion,
            "relegation" => LeagueZone.Relegation,
            _ => LeagueZone.Stay,
        };
        Score = json["score"].Whole;
        Size = json["size"].Whole is { } size ? (int)size : null;
        ClosesAt = json["closesAt"].Time;
    }

    /// <summary>The league; empty in a cohort's table, which is of one.</summary>
    public string League { get; }

    /// <summary>The division.</summary>
    public string Division { get; }

    /// <summary>The cohort: those the player is compared with.</summary>
    public string Cohort { get; }

    /// <summary>The period.</summary>
    public string Period { get; }

    /// <summary>Who, in a cohort's table.</summary>
    public string? PlayerId { get; }

    /// <summary>The place in the cohort, from 1 on; null without a score.</summary>
    public int? Rank { get; }

    /// <summary>What it would lead to now.</summary>
    public LeagueZone Zone { get; }

    /// <summary>The score; null without one.</summary>
    public long? Score { get; }

    /// <summary>How many are in the cohort.</summary>
    public int? Size { get; }

    /// <summary>When the period ends.</summary>
    public DateTimeOffset? ClosesAt { get; }

    internal static LeaguePlace Read(JsonValue json) => new(json);

    internal static IReadOnlyList<LeaguePlace> ReadAll(JsonValue json)
    {
        var all = new List<LeaguePlace>();
        foreach (JsonValue one in json.Items)
            all.Add(new LeaguePlace(one));
        return all;
    }
}
