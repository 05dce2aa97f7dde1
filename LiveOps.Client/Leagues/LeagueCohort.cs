using LiveOps.Client.Json;

namespace LiveOps.Client.Leagues;

/// <summary>The table of a cohort.</summary>
public sealed class LeagueCohort
{
    private LeagueCohort(JsonValue json)
    {
        League = json.NeedText("league");
        Division = json.NeedText("division");
        Cohort = json.NeedText("cohort");
        Period = json.NeedText("period");
        ClosesAt = json.NeedTime("closesAt");
        Size = json.NeedInt("size");
        Entries = LeagueEntry.ReadAll(json["entries"]);
    }

    /// <summary>The league.</summary>
    public string League { get; }

    /// <summary>The division.</summary>
    public string Division { get; }

    /// <summary>The cohort.</summary>
    public string Cohort { get; }

    /// <summary>The period.</summary>
    public string Period { get; }

    /// <summary>When the period ends.</summary>
    public DateTimeOffset ClosesAt { get; }

    /// <summary>How many are in it.</summary>
    public int Size { get; }

    /// <summary>Who is in it, best first.</summary>
    public IReadOnlyList<LeagueEntry> Entries { get; }

    internal static LeagueCohort Read(JsonValue json) => new(json);
}
