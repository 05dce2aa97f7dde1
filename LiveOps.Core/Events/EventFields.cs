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
internal ref struct EventFields
{
    /// <summary>Bytes of room for the texts that were written with escapes: the type, and each id.</summary>
    public const int TextLength = 6 * IdRule.MaxLength;

    private readonly Span<byte> _texts;
    private int _textsUsed;
    private EventField _seen;
    private string? _wrong;

    private ReadOnlySpan<byte> _id, _player, _boss, _item, _board;
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
                _ => default,
            },
            Value = _type switch
            {
                EventType.XpGained => _amount,
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
            _ => null,
        };
    }

    private readonly bool Has(EventField field) => (_seen & field) != 0;

    // Goes to the value; false when the property stood there before, its value then passed over.
    private bool Begin(scoped ref Utf8JsonReader reader, EventField field, string name)
    {
        reader.Read();
        if (!Has(field))
        {
            _seen |= field;
            return true;
        }

        _wrong ??= name + " stands there twice.";
        reader.Skip();
        return false;
    }

    private void PassOver(scoped ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        while (reader.Read() && (reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            if (reader.CurrentDepth > EventReader.MaxDepth)
                _wrong ??= $"a property is nested deeper than {EventReader.MaxDepth}.";
        }
    }

    private void ReadId(scoped ref Utf8JsonReader reader, EventField field, string name, ref ReadOnlySpan<byte> value)
    {
        if (!Begin(ref reader, field, name))
            return;
        ReadOnlySpan<byte> text = default;
        if (reader.TokenType == JsonTokenType.String)
            text = reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan;
        else
            reader.Skip();
        if (IdRule.IsValid(text))
            value = text;
        else
            _wrong ??= $"{name} {IdRule.Sentence}.";
    }

    // What is longer than an id, or no text, comes back empty.
    private ReadOnlySpan<byte> Unescape(scoped ref Utf8JsonReader reader)
    {
        Span<byte> free = _texts.Slice(_textsUsed, IdRule.MaxLength);
        int length = JsonTokens.Copy(ref reader, free);
        if (length < 0)
            return default;
        _textsUsed += length;
        return free[..length];
    }

    private void ReadType(scoped ref Utf8JsonReader reader)
    {
        if (!Begin(ref reader, EventField.Type, "type"))
            return;
        bool known = false;
        if (reader.TokenType == JsonTokenType.String)
            known = EventTypes.TryParse(reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan, out _type);
        else
            reader.Skip();
        if (!known)
            _wrong ??= "type must be xp_gained, boss_killed, item_acquired or score_submitted.";
    }

    private void ReadTime(scoped ref Utf8JsonReader reader)
    {
        if (!Begin(ref reader, EventField.OccurredAt, "occurredAt"))
            return;
        if (reader.TokenType == JsonTokenType.String && EventTime.TryParse(ref reader, out _occurredAt))
            return;
        reader.Skip();
        _wrong ??= "occurredAt must be an RFC 3339 time with its offset, like 2026-11-20T09:30:00Z.";
    }

    private void ReadData(scoped ref Utf8JsonReader reader)
    {
        if (!Begin(ref reader, EventField.Data, "data"))
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            _wrong ??= "data must be an object.";
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonTokens.Is(ref reader, "amount"u8))
                ReadNumber(ref reader, EventField.Amount, "data.amount", ref _amount);
            else if (JsonTokens.Is(ref reader, "bossId"u8))
                ReadId(ref reader, EventField.Boss, "data.bossId", ref _boss);
            else if (JsonTokens.Is(ref reader, "itemId"u8))
                ReadId(ref reader, EventField.Item, "data.itemId", ref _item);
            else if (JsonTokens.Is(ref reader, "quantity"u8))
                ReadNumber(ref reader, EventField.Quantity, "data.quantity", ref _quantity);
            else if (JsonTokens.Is(ref reader, "board"u8))
                ReadId(ref reader, EventField.Board, "data.board", ref _board);
            else if (JsonTokens.Is(ref reader, "score"u8))
                ReadNumber(ref reader, EventField.Score, "data.score", ref _score);
            else
                PassOver(ref reader);
        }
    }

    private void ReadNumber(scoped ref Utf8JsonReader reader, EventField field, string name, ref long value)
    {
        if (!Begin(ref reader, field, name))
            return;
        if (reader.TokenType == JsonTokenType.Number && (reader.TryGetInt64(out value) || IsWhole(ref reader, out value))
            && value is >= -GameEvent.MaxValue and <= GameEvent.MaxValue)
        {
            return;
        }

        reader.Skip();
        _wrong ??= name + " must be a whole number within ±9007199254740992.";
    }

    // 100.0 and 1e2 are whole numbers too, as some JSON libraries write them.
    private static bool IsWhole(scoped ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        if (!reader.TryGetDecimal(out decimal number) || number != decimal.Truncate(number) || Math.Abs(number) > GameEvent.MaxValue)
            return false;
        value = (long)number;
        return true;
    }
}
