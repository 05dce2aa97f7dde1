namespace LiveOps.Core.Events;

/// <summary>
/// One event, borrowed from the buffer it was read from: it lives as long as that buffer, so keep copies of what you need.
/// Every type has the same shape: a subject (the boss, item, board or counter) and a whole-number value.
/// </summary>
public readonly ref struct GameEvent
{
    /// <summary>What happened.</summary>
    public EventType Type { get; init; }

    /// <summary>The event's own id (UTF-8, see <see cref="Ids.IdRule"/>): its effects happen once however often it arrives.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>The player it happened to (UTF-8).</summary>
    public ReadOnlySpan<byte> PlayerId { get; init; }

    /// <summary>When the game says it happened: Unix time in milliseconds. Never trusted for ties.</summary>
    public long OccurredAt { get; init; }

    /// <summary>
    /// When the gateway accepted it: Unix time in ticks of 100 ns, different for every event of one gateway and rising in order of
    /// acceptance. 0 before it is accepted.
    /// </summary>
    public long AcceptedAt { get; init; }

    /// <summary>boss_killed: the boss; item_acquired: the item; score_submitted: the board; counter_added: the counter; xp_gained: empty. UTF-8.</summary>
    public ReadOnlySpan<byte> Subject { get; init; }

    /// <summary>xp_gained and counter_added: the amount; item_acquired: the quantity; score_submitted: the score; boss_killed: 1. Within ±2^53.</summary>
    public long Value { get; init; }

    /// <summary>The largest magnitude of <see cref="Value"/>: 2^53, which JSON numbers carry exactly.</summary>
    public const long MaxValue = 1L << 53;
}
