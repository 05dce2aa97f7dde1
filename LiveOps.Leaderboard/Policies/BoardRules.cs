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

    /// <summary>What the best of a period earn when it closes, by <see cref="WindowKind"/>.</summary>
    public IReadOnlyList<IReadOnlyList<RankReward>> Rewards { get; init; } = [[], [], [], []];

    /// <summary>The live events whose board it is, in order; null for a board that is always there. Their scores count by when they were accepted.</summary>
    public IReadOnlyList<LiveEvent>? Events { get; init; }

    /// <summary>The live event that takes a score; null when none does, or the board is none of a live event.</summary>
    /// <param name="accepted">When the score was accepted: Unix ticks.</param>
    public LiveEvent? EventAt(long accepted)
    {
        foreach (LiveEvent live in Events ?? [])
        {
            if (live.Contains(accepted))
                return live;
        }

        return null;
    }

    /// <summary>When a score counts: of a live event when it was accepted, else when it occurred.</summary>
    public long TimeOf(long occurred, long accepted) => Events is null ? occurred : accepted;

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
