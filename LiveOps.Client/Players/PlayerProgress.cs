using LiveOps.Client.Json;

namespace LiveOps.Client.Players;

/// <summary>How far a player came.</summary>
public sealed class PlayerProgress
{
    private PlayerProgress(JsonValue json)
    {
        PlayerId = json.NeedText("playerId");
        Level = json.NeedInt("level");
        Xp = json.NeedWhole("xp");
        XpToNext = json.NeedWhole("xpToNext");
        BossKills = json["bossKills"].Wholes();
        Items = json["items"].Wholes();
        Counters = json["counters"].Wholes();
        UpdatedAt = json.NeedTime("updatedAt");
    }

    /// <summary>Who.</summary>
    public string PlayerId { get; }

    /// <summary>The level, from 1 on.</summary>
    public int Level { get; }

    /// <summary>All XP.</summary>
    public long Xp { get; }

    /// <summary>XP that are missing to the next level.</summary>
    public long XpToNext { get; }

    /// <summary>How often which boss was killed.</summary>
    public IReadOnlyDictionary<string, long> BossKills { get; }

    /// <summary>How many of which item.</summary>
    public IReadOnlyDictionary<string, long> Items { get; }

    /// <summary>The game's own statistics.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset UpdatedAt { get; }

    internal static PlayerProgress Read(JsonValue json) => new(json);
}
