namespace LiveOps.Progression.Stores.Sql;

/// <summary>A player, as far as readers need them.</summary>
internal sealed class PlayerRow
{
    public required string PlayerId { get; init; }

    public long Xp { get; init; }

    /// <summary>Of the rules that the player was last judged under.</summary>
    public int Level { get; init; }

    public int Kills { get; init; }

    /// <summary>Ticks of 100 ns since 1970; 0 while nothing of theirs was applied: then nobody sees the row.</summary>
    public long UpdatedAt { get; init; }

    /// <summary>JSON: kills by boss.</summary>
    public string? Bosses { get; init; }

    /// <summary>JSON: how many by item.</summary>
    public string? Items { get; init; }

    /// <summary>JSON: counters by name.</summary>
    public string? Counters { get; init; }
}
