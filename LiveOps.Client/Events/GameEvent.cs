namespace LiveOps.Client.Events;

/// <summary>Something that happened to a player. It is checked when it is made: what the client keeps, the server can read.</summary>
public readonly struct GameEvent
{
    /// <summary>The largest number, and the smallest below zero: 2^53.</summary>
    public const long MaxValue = 1L << 53;

    private GameEvent(GameEventType type, string playerId, string? subject, string what, long value, long least, string? id = null, DateTimeOffset? at = null)
    {
        Type = type;
        PlayerId = GameIds.Need(playerId, nameof(playerId));
        Subject = what.Length == 0 ? null : GameIds.Need(subject, what);
        Value = value >= least && value <= MaxValue ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"it must be from {least} to {MaxValue}");
        Id = id;
        At = at;
    }

    private GameEvent(GameEvent of, string? id, DateTimeOffset? at) => (Type, PlayerId, Subject, Value, Id, At) = (of.Type, of.PlayerId, of.Subject, of.Value, id, at);

    /// <summary>What happened.</summary>
    public GameEventType Type { get; }

    /// <summary>To whom.</summary>
    public string PlayerId { get; }

    /// <summary>The boss, item, board or counter; null for XP.</summary>
    public string? Subject { get; }

    /// <summary>The amount, quantity or score; 1 for a boss.</summary>
    public long Value { get; }

    /// <summary>Its id, where the game has one; else the client makes one, that nobody else makes.</summary>
    public string? Id { get; }

    /// <summary>When; null: when it is handed to the client, by the server's clock as far as that is known.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>XP gained.</summary>
    /// <param name="playerId">By whom.</param>
    /// <param name="amount">From 1 to 2^53.</param>
    public static GameEvent Xp(string playerId, long amount) => new(GameEventType.XpGained, playerId, null, "", amount, 1);

    /// <summary>A boss killed.</summary>
    /// <param name="playerId">By whom.</param>
    /// <param name="bossId">Which.</param>
    public static GameEvent Boss(string playerId, string bossId) => new(GameEventType.BossKilled, playerId, bossId, nameof(bossId), 1, 1);

    /// <summary>An item acquired.</summary>
    /// <param name="playerId">By whom.</param>
    /// <param name="itemId">Which.</param>
    /// <param name="quantity">From 1 to 2^53.</param>
    public static GameEvent Item(string playerId, string itemId, long quantity = 1) => new(GameEventType.ItemAcquired, playerId, itemId, nameof(itemId), quantity, 1);

    /// <summary>A score.</summary>
    /// <param name="playerId">Whose.</param>
    /// <param name="board">On which board.</param>
    /// <param name="score">Within ±2^53.</param>
    public static GameEvent Score(string playerId, string board, long score) => new(GameEventType.ScoreSubmitted, playerId, board, nameof(board), score, -MaxValue);

    /// <summary>A statistic of the game's own, that may go down as well.</summary>
    /// <param name="playerId">Whose.</param>
    /// <param name="counter">Which.</param>
    /// <param name="amount">Within ±2^53.</param>
    public static GameEvent Counter(string playerId, string counter, long amount = 1) => new(GameEventType.CounterAdded, playerId, counter, nameof(counter), amount, -MaxValue);

    /// <summary>The same under an id of the game's own: the same id of the same player counts once, whoever sends it.</summary>
    public GameEvent WithId(string id) => new(this, GameIds.Need(id, nameof(id)), At);

    /// <summary>The same at another time.</summary>
    public GameEvent HappenedAt(DateTimeOffset at) => new(this, Id, at);
}
