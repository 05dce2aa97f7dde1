namespace LiveOps.Core.Events;

/// <summary>The wire names of <see cref="EventType"/>.</summary>
public static class EventTypes
{
    /// <summary>Every type there is.</summary>
    public static IReadOnlyList<EventType> All { get; } = [EventType.XpGained, EventType.BossKilled, EventType.ItemAcquired, EventType.ScoreSubmitted, EventType.CounterAdded];

    /// <summary>The name used in JSON, policies and metric labels.</summary>
    public static string Name(EventType type) => type switch
    {
        EventType.XpGained => "xp_gained",
        EventType.BossKilled => "boss_killed",
        EventType.ItemAcquired => "item_acquired",
        EventType.ScoreSubmitted => "score_submitted",
        EventType.CounterAdded => "counter_added",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an event type"),
    };

    /// <summary>Reads a wire name; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out EventType type)
    {
        type = name.Length switch
        {
            9 when name.SequenceEqual("xp_gained"u8) => EventType.XpGained,
            11 when name.SequenceEqual("boss_killed"u8) => EventType.BossKilled,
            13 when name.SequenceEqual("item_acquired"u8) => EventType.ItemAcquired,
            13 when name.SequenceEqual("counter_added"u8) => EventType.CounterAdded,
            15 when name.SequenceEqual("score_submitted"u8) => EventType.ScoreSubmitted,
            _ => 0,
        };
        return type != 0;
    }
}
