using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Policies;

/// <summary>How a board ranks and for how long; immutable.</summary>
internal sealed record BoardRules
{
    /// <summary>The most champions a period may have.</summary>
    public const int MostChampions = 10;

    public ScoreOperator Operator { get; init; }

    /// <summary>The counter that the board ranks, whose amounts are its scores; null for the scores that are submitted to it.</summary>
    public string? Counter { get; init; }

    /// <summary>Highest score first.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Which windows it has, by <see cref="WindowKind"/>.</summary>
    public IReadOnlyList<bool> Windows { get; init; } = [true, true, true, true];

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Null for calendar quarters.</summary>
    public SeasonText[]? SeasonTexts { get; init; }

    /// <summary>Without the seasons that are cancelled.</summary>
    public WindowCalendar Calendar { get; init; } = new(TimeZoneInfo.Utc);

    /// <summary>The seasons that are cancelled.</summary>
    public IReadOnlyList<Season> Cancelled { get; init; } = [];

    /// <summary>How long after its end a period still takes scores of its time; then it is archived. In ticks.</summary>
    public long Grace { get; init; } = 5 * TimeSpan.TicksPerMinute;

    /// <summary>How many closed periods are kept, by <see cref="WindowKind"/>.</summary>
    public IReadOnlyList<int> Keep { get; init; } = [1100, 160, 40, 0];

    /// <summary>How many rows all its closed periods may have together; the oldest go first.</summary>
    public int KeepRows { get; init; } = 20_000_000;

    /// <summary>How many closed periods the hall of fame remembers.</summary>
    public int KeepHall { get; init; } = 2000;

    /// <summary>How many of a closed period are champions.</summary>
    public int Champions { get; init; } = 3;

    /// <summary>A score as the key that ranks are ordered by, and back: lower keys rank higher.</summary>
    public long Key(long score) => Descending ? -score : score;

    /// <summary>What a score makes of the one before.</summary>
    public long Combine(long before, long score) => Operator switch
    {
        ScoreOperator.Best => Descending ? Math.Max(before, score) : Math.Min(before, score),
        ScoreOperator.Last => score,
        _ => Limit(before + score),
    };

    /// <summary>The nearest whole number within ±2^53.</summary>
    public static long Limit(long score) => Math.Clamp(score, -Core.Events.GameEvent.MaxValue, Core.Events.GameEvent.MaxValue);
}
