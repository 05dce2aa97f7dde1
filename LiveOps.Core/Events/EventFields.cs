using System.Text;
using System.Text.Json;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;

namespace LiveOps.Core.Events;

/// <summary>
/// The fields of one event while it is read. Properties come in any order, so what <c>data</c> must hold is known only at the end: every
/// property that some type has is kept, and <see cref="Finish"/> takes those of the event's own.
/// </summary>
internal ref partial struct EventFields
{
    /// <summary>Bytes of room for the texts that were written with escapes: the type, and each id.</summary>
    public const int TextLength = 7 * IdRule.MaxLength;

    private readonly Span<byte> _texts;
    private int _textsUsed;
    private EventField _seen;
    private string? _wrong;

    private ReadOnlySpan<byte> _id, _player, _boss, _item, _board, _counter;
    private EventType _type;
    private long _occurredAt, _amount, _quantity, _score;

    public EventFields(Span<byte> texts) => _texts = texts;

    /// <summary>Whether no property of an event was read.</summary>
    public readonly bool IsEmpty => _seen == EventField.None;

    /// <summary>Notes that a property stands there; false when it stood there before.</summary>
    public bool TryBegin(EventField field)
    {
        bool first = !Has(field);
        _seen |= field;
        return first;
    }

    /// <summary>Sets an id, which must be valid; false when it was set before.</summary>
    public bool TrySet(EventField field, ReadOnlySpan<byte> id)
    {
        switch (field)
        {
            case EventField.Id:
                _id = id;
                break;
            case EventField.Player:
                _player = id;
                break;
            case EventField.Boss:
                _boss = id;
                break;
            case EventField.Item:
                _item = id;
                break;
            case EventField.Counter:
                _counter = id;
                break;
            default:
                _board = id;
                break;
        }

        return TryBegin(field);
    }

    /// <summary>Sets a number, which must be in range; false when it was set before.</summary>
    public bool TrySet(EventField field, long number)
    {
        switch (field)
        {
            case EventField.Amount:
                _amount = number;
                break;
            case EventField.Quantity:
                _quantity = number;
                break;
            default:
                _score = number;
                break;
        }

        return TryBegin(field);
    }

    /// <summary>Sets the type; false when it was set before.</summary>
    public bool TrySet(EventType type)
    {
        _type = type;
        return TryBegin(EventField.Type);
    }

    /// <summary>Sets when it occurred, in Unix milliseconds; false when it was set before.</summary>
    public bool TrySetTime(long occurredAt)
    {
        _occurredAt = occurredAt;
        return TryBegin(EventField.OccurredAt);
    }

    /// <summary>Reads the property whose name is at hand, and its value.</summary>
    public void ReadProperty(scoped ref Utf8JsonReader reader)
    {
        if (JsonTokens.Is(ref reader, "id"u8))
            ReadId(ref reader, EventField.Id, "id", ref _id);
        else if (JsonTokens.Is(ref reader, "playerId"u8))
            ReadId(ref reader, EventField.Player, "playerId", ref _player);
        else if (JsonTokens.Is(ref reader, "type"u8))
            ReadType(ref reader);
        else if (JsonTokens.Is(ref reader, "occurredAt"u8))
            ReadTime(ref reader);
        else if (JsonTokens.Is(ref reader, "data"u8))
            ReadData(ref reader);
        else
            PassOver(ref reader);
    }

    /// <summary>Adds the event to the intake, or why it is none.</summary>
    public void Finish(int index, EventIntake into)
    {
        if (_wrong is null)
            _wrong = Missing();
        if (_wrong is not null)
        {
            into.Rejected.Add(new Rejection(index, _id.IsEmpty ? null : Encoding.ASCII.GetString(_id), ProblemTypes.InvalidEvent, _wrong));
            return;
        }

        if (into.Only is { } only && !_player.SequenceEqual(only))
        {
            into.Rejected.Add(new Rejection(index, Encoding.ASCII.GetString(_id), ProblemTypes.NotYourPlayer, "The event is of another player than the signing key."));
            return;
        }

        into.Add(index, new GameEvent
        {
            Type = _type,
            Id = _id,
            PlayerId = _player,
            OccurredAt = _occurredAt,
            Subject = _type switch
            {
                EventType.BossKilled => _boss,
                EventType.ItemAcquired => _item,
                EventType.ScoreSubmitted => _board,
                EventType.CounterAdded => _counter,
                _ => default,
            },
            Value = _type switch
            {
                EventType.XpGained or EventType.CounterAdded => _amount,
                EventType.ItemAcquired => _quantity,
                EventType.ScoreSubmitted => _score,
                _ => 1,
            },
        });
    }

    private readonly string? Missing()
    {
        if (!Has(EventField.Id))
            return "id is missing.";
        if (!Has(EventField.Player))
            return "playerId is missing.";
        if (!Has(EventField.Type))
            return "type is missing.";
        if (!Has(EventField.OccurredAt))
            return "occurredAt is missing.";
        if (!Has(EventField.Data))
            return "data is missing.";
        return _type switch
        {
            EventType.XpGained when !Has(EventField.Amount) => "data.amount is missing.",
            EventType.XpGained when _amount < 1 => "data.amount must be at least 1.",
            EventType.BossKilled when !Has(EventField.Boss) => "data.bossId is missing.",
            EventType.ItemAcquired when !Has(EventField.Item) => "data.itemId is missing.",
            EventType.ItemAcquired when !Has(EventField.Quantity) => "data.quantity is missing.",
            EventType.ItemAcquired when _quantity < 1 => "data.quantity must be at least 1.",
            EventType.ScoreSubmitted when !Has(EventField.Board) => "data.board is missing.",
            EventType.ScoreSubmitted when !Has(EventField.Score) => "data.score is missing.",
            EventType.CounterAdded when !Has(EventField.Counter) => "data.counter is missing.",
            EventType.CounterAdded when !Has(EventField.Amount) => "data.amount is missing.",
            _ => null,
        };
    }

    private readonly bool Has(EventField field) => (_seen & field) != 0;
}
