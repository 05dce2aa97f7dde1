using System.Collections.Frozen;

namespace LiveOps.Progression.Rules;

/// <summary>The rules of progress, as <c>progression.json</c> states them. Immutable.</summary>
internal sealed record ProgressionRules
{
    public const long DefaultBossXp = 500;

    public required LevelTable Levels { get; init; }

    /// <summary>How <see cref="Levels"/> was stated.</summary>
    public required LevelSettings LevelSettings { get; init; }

    public long BossXp { get; init; } = DefaultBossXp;

    public FrozenDictionary<string, long> XpByBoss { get; init; } = FrozenDictionary<string, long>.Empty;

    public NameLimits BossLimits { get; init; } = NameLimits.Default;

    /// <summary>The most of each item that a player holds; no cap where none is named.</summary>
    public FrozenDictionary<string, long> ItemCaps { get; init; } = FrozenDictionary<string, long>.Empty;

    public NameLimits ItemLimits { get; init; } = NameLimits.Default;

    /// <summary>What operators may grant.</summary>
    public GrantLimits Grants { get; init; } = GrantLimits.Default;

    /// <summary>The highest that each counter goes; no cap where none is named.</summary>
    public FrozenDictionary<string, long> CounterCaps { get; init; } = FrozenDictionary<string, long>.Empty;

    public NameLimits CounterLimits { get; init; } = NameLimits.Default;

    public IReadOnlyList<RewardRule> Rewards { get; init; } = [];
}

/// <summary>A curve, or a table of steps in its place.</summary>
internal sealed record LevelSettings(double Base = LevelSettings.DefaultBase, double Exponent = LevelSettings.DefaultExponent)
{
    public const double DefaultBase = 100;
    public const double DefaultExponent = 1.5;

    /// <summary>XP from each level to the next; null for the curve.</summary>
    public IReadOnlyList<long>? Table { get; init; }

    /// <summary>The highest level; null for none.</summary>
    public int? Max { get; init; }

    // Some 540,000 levels, until 2^53 XP: made once, and the same for everyone who did not change the curve.
    private static readonly Lazy<LevelTable> DefaultTable = new(() => LevelTable.OfCurve(DefaultBase, DefaultExponent, LevelTable.MaxLevels));

    public LevelTable ToTable()
    {
        if (Table is not null)
            return LevelTable.OfSteps(Table);
        return this == new LevelSettings() ? DefaultTable.Value : LevelTable.OfCurve(Base, Exponent, Max ?? LevelTable.MaxLevels);
    }
}
