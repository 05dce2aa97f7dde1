using LiveOps.Core.Ids;

namespace LiveOps.Core.Events;

/// <summary>
/// Reads a body whose JSON is written plainly, as nearly every game's is: no escapes, no properties that events do not have, whole numbers without
/// fraction or exponent, times in UTC. At anything else, an error too, it gives up, and <see cref="EventReader"/> reads the body from its beginning
/// with a full JSON reader: so this one has nothing to explain, and takes no longer than that one takes to walk over the body.
/// </summary>
internal ref struct PlainEvents(ReadOnlySpan<byte> json)
{
    private const int MostDigits = 16; // all within a long; 2^53 has as many

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    /// <summary>Reads a body; false when it is not written plainly, and then the intake is to be cleared.</summary>
    public bool TryRead(EventIntake into, out EventBody kind)
    {
        kind = EventBody.One;
        if (!Take((byte)'{') || !Take((byte)'"'))
            return false;
        if (!Take("events\""u8))
            return TryReadEvent(0, into) && AtEnd();
        kind = EventBody.Batch;
        if (!Take((byte)':') || !Take((byte)'['))
            return false;
        int index = 0;
        do
        {
            if (index == EventBatch.MaxEvents || !Take((byte)'{') || !Take((byte)'"') || !TryReadEvent(index++, into))
                return false;
        }
        while (Take((byte)','));
        return Take((byte)']') && Take((byte)'}') && AtEnd();
    }

    // From behind the first property's quotation mark to behind the event's end.
    private bool TryReadEvent(int index, EventIntake into)
    {
        var fields = new EventFields(into.Texts);
        while (true)
        {
            bool read;
            if (Take("id\""u8))
                read = TryReadId(ref fields, EventField.Id);
            else if (Take("playerId\""u8))
                read = TryReadId(ref fields, EventField.Player);
            else if (Take("type\""u8))
                read = TryReadType(ref fields);
            else if (Take("occurredAt\""u8))
                read = TryReadTime(ref fields);
            else if (Take("data\""u8))
                read = TryReadData(ref fields);
            else
                return false;
            if (!read)
                return false;
            if (Take((byte)'}'))
                break;
            if (!Take((byte)',') || !Take((byte)'"'))
                return false;
        }

        fields.Finish(index, into);
        return true;
    }

    private bool TryReadData(scoped ref EventFields fields)
    {
        if (!fields.TryBegin(EventField.Data) || !Take((byte)':') || !Take((byte)'{') || !Take((byte)'"'))
            return false;
        while (true)
        {
            bool read;
            if (Take("amount\""u8))
                read = TryReadNumber(ref fields, EventField.Amount);
            else if (Take("bossId\""u8))
                read = TryReadId(ref fields, EventField.Boss);
            else if (Take("itemId\""u8))
                read = TryReadId(ref fields, EventField.Item);
            else if (Take("quantity\""u8))
                read = TryReadNumber(ref fields, EventField.Quantity);
            else if (Take("board\""u8))
                read = TryReadId(ref fields, EventField.Board);
            else if (Take("score\""u8))
                read = TryReadNumber(ref fields, EventField.Score);
            else if (Take("counter\""u8))
                read = TryReadId(ref fields, EventField.Counter);
            else
                return false;
            if (!read)
                return false;
            if (Take((byte)'}'))
                return true;
            if (!Take((byte)',') || !Take((byte)'"'))
                return false;
        }
    }

    private bool TryReadId(scoped ref EventFields fields, EventField field)
    {
        if (!Take((byte)':') || !Take((byte)'"'))
            return false;
        int length = IdRule.LengthAt(_json[_at..]);
        if (length is 0 or > IdRule.MaxLength || (length <= 2 && IdRule.IsDots(_json.Slice(_at, length))) || !fields.TrySet(field, _json.Slice(_at, length)))
            return false;
        _at += length;
        return TakeQuote();
    }

    private bool TryReadType(scoped ref EventFields fields)
    {
        if (!Take((byte)':') || !Take((byte)'"'))
            return false;
        int length = IdRule.LengthAt(_json[_at..]);
        if (!EventTypes.TryParse(_json.Slice(_at, length), out EventType type) || !fields.TrySet(type))
            return false;
        _at += length;
        return TakeQuote();
    }

    // YYYY-MM-DDThh:mm:ss, perhaps with a fraction of up to seven digits, and Z.
    private bool TryReadTime(scoped ref EventFields fields)
    {
        if (!Take((byte)':') || !Take((byte)'"') || _json.Length - _at < 21)
            return false;
        ReadOnlySpan<byte> text = _json[_at..];
        if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        int year = Two(text) * 100 + Two(text[2..]), month = Two(text[5..]), day = Two(text[8..]);
        int hour = Two(text[11..]), minute = Two(text[14..]), second = Two(text[17..]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || (hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59)
            return false;
        long ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;
        int at = 19, milliseconds = 0;
        if (text[at] == '.')
        {
            int digits = 0;
            for (at++; at < text.Length && char.IsAsciiDigit((char)text[at]); at++)
                milliseconds += digits++ switch { 0 => 100, 1 => 10, 2 => 1, _ => 0 } * (text[at] - '0');
            if (digits is 0 or > 7)
                return false;
        }

        if (at == text.Length || text[at] != 'Z' || !fields.TrySetTime(ticks / TimeSpan.TicksPerMillisecond + milliseconds))
            return false;
        _at += at + 1;
        return TakeQuote();
    }

    private bool TryReadNumber(scoped ref EventFields fields, EventField field)
    {
        if (!Take((byte)':'))
            return false;
        bool negative = Take((byte)'-');
        int from = _at;
        long value = 0;
        for (; _at < _json.Length && _at - from <= MostDigits && char.IsAsciiDigit((char)_json[_at]); _at++)
            value = value * 10 + (_json[_at] - '0');
        int digits = _at - from;
        if (digits is 0 or > MostDigits || (digits > 1 && _json[from] == '0') || value > GameEvent.MaxValue)
            return false;
        return fields.TrySet(field, negative ? -value : value);
    }

    private bool AtEnd()
    {
        PassSpace();
        return _at == _json.Length;
    }

    private bool Take(byte token)
    {
        PassSpace();
        return TakeNow(token);
    }

    private bool TakeQuote() => TakeNow((byte)'"');

    private bool TakeNow(byte token)
    {
        if (_at >= _json.Length || _json[_at] != token)
            return false;
        _at++;
        return true;
    }

    private bool Take(ReadOnlySpan<byte> name)
    {
        if (!_json[_at..].StartsWith(name))
            return false;
        _at += name.Length;
        return true;
    }

    private void PassSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _at++;
    }

    // Two digits; so negative when they are none that every sum with it is.
    private static int Two(ReadOnlySpan<byte> text)
    {
        uint tens = text[0] - (uint)'0', ones = text[1] - (uint)'0';
        return tens > 9 || ones > 9 ? short.MinValue : (int)(tens * 10 + ones);
    }
}
