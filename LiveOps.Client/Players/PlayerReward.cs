using LiveOps.Client.Json;

namespace LiveOps.Client.Players;

/// <summary>A reward that a player was granted.</summary>
public sealed class PlayerReward
{
    private PlayerReward(JsonValue json)
    {
        Reward = json.NeedText("reward");
        IsClaimed = json["status"].Text == "claimed";
        GrantedAt = json.NeedTime("grantedAt");
        ClaimedAt = json["claimedAt"].Time;
    }

    /// <summary>Which, such as <c>level:5</c>.</summary>
    public string Reward { get; }

    /// <summary>Whether it was claimed; else it can be.</summary>
    public bool IsClaimed { get; }

    /// <summary>When it was granted.</summary>
    public DateTimeOffset GrantedAt { get; }

    /// <summary>When it was claimed.</summary>
    public DateTimeOffset? ClaimedAt { get; }

    internal static IReadOnlyList<PlayerReward> ReadAll(JsonValue json)
    {
        var all = new List<PlayerReward>();
        foreach (JsonValue one in json["rewards"].Items)
            all.Add(new PlayerReward(one));
        return all;
    }
}
