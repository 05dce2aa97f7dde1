namespace LiveOps.Cli.Mappings;

/// <summary>How rows become events.</summary>
internal sealed record Mapping
{
    /// <summary>Members that a mapping may name.</summary>
    public static readonly IReadOnlyList<string> Members = ["playerId", "type", "board", "score", "amount", "bossId", "itemId", "quantity", "counter", "id", "occurredAt"];

    /// <summary>What is taken where nothing is said: fields of the members' own names, also within <c>data</c>, and common spellings.</summary>
    public static readonly Mapping Plain = new() { Fields = Members.ToDictionary(name => name, Usual) };

    /// <summary>Records of Nakama's leaderboards (<c>ListLeaderboardRecords</c>). Zero is left out there.</summary>
    public static readonly Mapping Nakama = new()
    {
        Record = "records",
        Fields = new Dictionary<string, FieldRule>
        {
            ["playerId"] = FieldRule.Of("owner_id", "ownerId"),
            ["type"] = FieldRule.Always("score_submitted"),
            ["board"] = FieldRule.Of("leaderboard_id", "leaderboardId"),
            ["score"] = FieldRule.Of("score") with { Default = "0" },
            ["occurredAt"] = FieldRule.Of("update_time", "updateTime"),
        },
    };

    /// <summary>PlayFab's leaderboards: statistics (<c>GetLeaderboard</c>), and those of version 2 (<c>Rankings</c>). Neither says which board it is.</summary>
    public static readonly Mapping PlayFab = new()
    {
        Record = "data.Leaderboard|Leaderboard|data.Rankings|Rankings",
        Fields = new Dictionary<string, FieldRule>
        {
            ["playerId"] = FieldRule.Of("PlayFabId", "Entity.Id"),
            ["type"] = FieldRule.Always("score_submitted"),
            ["board"] = FieldRule.Of(),
            ["score"] = FieldRule.Of("StatValue", "Scores.0"),
            ["occurredAt"] = FieldRule.Of("LastUpdated"),
        },
    };

    /// <summary>The path of a row, in XML and JSON; several with bars between.</summary>
    public string? Record { get; init; }

    /// <summary>Rules by the member of the event.</summary>
    public required IReadOnlyDictionary<string, FieldRule> Fields { get; init; }

    /// <summary>Whether characters that ids of players must not have are written as <c>:</c> and two hexadecimal digits; else such a row is bad.</summary>
    public bool EncodesPlayers { get; init; }

    /// <summary>The same, with some members from elsewhere.</summary>
    public Mapping With(IEnumerable<KeyValuePair<string, FieldRule>> rules)
    {
        var fields = new Dictionary<string, FieldRule>(Fields);
        foreach (KeyValuePair<string, FieldRule> rule in rules)
            fields[rule.Key] = rule.Value;
        return this with { Fields = fields };
    }

    private static FieldRule Usual(string name) => name switch
    {
        "playerId" => FieldRule.Of("playerId", "player", "player_id"),
        "occurredAt" => FieldRule.Of("occurredAt", "occurred_at", "at", "achievedAt"),
        "id" or "type" => FieldRule.Of(name),
        _ => FieldRule.Of(name, "data." + name),
    };
}
