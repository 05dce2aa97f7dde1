using System.Text;

namespace LiveOps.Client.Json;

/// <summary>Reads JSON (RFC 8259) of UTF-8 into values: one pass, nested 32 deep at the most. Whoever calls bounds its length.</summary>
internal ref struct JsonReader
{
    private const int Deepest = 32;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _json;
    private int _at;

    private JsonReader(ReadOnlySpan<byte> json)
    {
        _json = json;
        _at = 0;
    }

    /// <summary>The one value that a text is.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static JsonValue Read(ReadOnlySpan<byte> json)
    {
        var reader = new JsonReader(json);
        JsonValue value = reader.Value(0);
        reader.Blank();
        return reader._at == json.Length ? value : throw Wrong();
    }

    private static FormatException Wrong() => new("the answer is not JSON");

    private JsonValue Value(int depth)
    {
        if (depth > Deepest)
            throw Wrong();
        Blank();
        return Peek() switch
        {
            (byte)'{' => Object(depth),
            (byte)'[' => Array(depth),
            (byte)'"' => new JsonValue(JsonKind.Text, Text()),
            (byte)'t' => Word("true"u8, JsonKind.True),
            (byte)'f' => Word("false"u8, JsonKind.False),
            (byte)'n' => Word("null"u8, JsonKind.Null),
            _ => Number(),
        };
    }

    private JsonValue Object(int depth)
    {
        var names = new List<string>();
        var values = new List<JsonValue>();
        for (_at++; !Ends((byte)'}', names.Count);)
        {
            Blank();
            if (Peek() != '"')
                throw Wrong();
            names.Add(Text());
            Blank();
            if (Peek() != ':')
                throw Wrong();
            _at++;
            values.Add(Value(depth + 1));
        }

        return new JsonValue(names.ToArray(), values.ToArray());
    }

    private JsonValue Array(int depth)
    {
        var items = new List<JsonValue>();
        for (_at++; !Ends((byte)']', items.Count);)
            items.Add(Value(depth + 1));
        return new JsonValue(items.ToArray());
    }

    // Passes over the end, or over the comma before the next.
    private bool Ends(byte end, int count)
    {
        Blank();
        if (Peek() == end)
        {
            _at++;
            return true;
        }

        if (count == 0)
            return false;
        if (Peek() != ',')
            throw Wrong();
        _at++;
        return false;
    }

    private JsonValue Word(ReadOnlySpan<byte> word, JsonKind kind)
    {
        if (!_json[_at..].StartsWith(word))
            throw Wrong();
        _at += word.Length;
        return new JsonValue(kind);
    }

    private JsonValue Number()
    {
        int start = _at;
        while (_at < _json.Length && _json[_at] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E')
            _at++;
        string text = Encoding.ASCII.GetString(_json[start.._at]);
        return double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _) ? new JsonValue(JsonKind.Number, text) : throw Wrong();
    }

    private string Text()
    {
        int start = ++_at;
        for (; Peek() is not ((byte)'"' or (byte)'\\'); _at++)
        {
            if (_json[_at] < 0x20)
                throw Wrong();
        }

        string plain = Decode(_json[start.._at]);
        if (_json[_at++] == '"')
            return plain;
        _at--;
        var text = new StringBuilder(plain);
        while (Peek() != '"')
        {
            start = _at;
            while (Peek() is not ((byte)'"' or (byte)'\\'))
            {
                if (_json[_at++] < 0x20)
                    throw Wrong();
            }

            text.Append(Decode(_json[start.._at]));
            if (Peek() == '\\')
                text.Append(Escape());
        }

        _at++;
        return text.ToString();
    }

    private char Escape()
    {
        _at++;
        byte mark = Peek();
        _at++;
        return mark switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => (char)mark,
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'u' => Unit(),
            _ => throw Wrong(),
        };
    }

    // A unit of UTF-16; halves of pairs that stand alone are the reader's to show.
    private char Unit()
    {
        if (_json.Length - _at < 4 || !System.Buffers.Text.Utf8Parser.TryParse(_json.Slice(_at, 4), out ushort unit, out int read, 'x') || read != 4)
            throw Wrong();
        _at += 4;
        return (char)unit;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Wrong();
        }
    }

    private void Blank()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            _at++;
    }

    private readonly byte Peek() => _at < _json.Length ? _json[_at] : throw Wrong();
}
