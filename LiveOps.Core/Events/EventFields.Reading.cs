using System.Text.Json;
using LiveOps.Core.Ids;
using LiveOps.Core.Json;

namespace LiveOps.Core.Events;

/// <content>Reads values; what is wrong with one is noted, and reading goes on behind it.</content>
internal ref partial struct EventFields
{
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
            _wrong ??= "type must be xp_gained, boss_killed, item_acquired, score_submitted or counter_added.";
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
            else if (JsonTokens.Is(ref reader, "counter"u8))
                ReadId(ref reader, EventField.Counter, "data.counter", ref _counter);
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
        if (!WholeNumbers.IsWhole(reader.ValueSpan) || !reader.TryGetDecimal(out decimal number) || Math.Abs(number) > GameEvent.MaxValue)
            return false;
        value = (long)number;
        return true;
    }
}
