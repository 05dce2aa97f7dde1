using System.Text.Json;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Rows;

/// <summary>
/// The objects of arrays in a JSON text, one after the other, however long the text: an array counts when its path from the root is one of those asked for, or when it is the root itself.
/// Texts may follow each other, as pages that were written into one file.
/// </summary>
internal sealed class JsonItems(MeteredStream stream, IReadOnlyCollection<string> paths)
{
    private readonly Stack<string> _path = new();
    private byte[] _buffer = new byte[64 << 10];
    private int _start, _end, _itemsAt = -1;
    private bool _isFinal, _isBegun;
    private JsonReaderState _state = new(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 64 });
    private string _name = "";

    /// <summary>The line on which the object that was read last begins.</summary>
    public long Line { get; private set; } = 1;

    private long _lines = 1;

    /// <summary>The next object; null at the end.</summary>
    /// <exception cref="CliFault">It is not JSON.</exception>
    public JsonElement? Next()
    {
        try
        {
            while (true)
            {
                if (Step(out JsonElement? item))
                {
                    if (item is not null)
                        return item;
                }
                else if (_isFinal)
                {
                    return null;
                }
                else
                {
                    Fill();
                }
            }
        }
        catch (JsonException e)
        {
            throw CliFault.Failed($"line {_lines + (e.LineNumber ?? 0)}: the file is not JSON: {JsonText.Words(e)}", e);
        }
    }

    // One token, or one whole object of an array that counts. False: more is needed.
    private bool Step(out JsonElement? item)
    {
        item = null;
        if (!_isBegun && !Begin())
            return false;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isFinal, _state);
        if (!reader.Read())
        {
            Take(ref reader);
            return false;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when _itemsAt >= 0 && _itemsAt == reader.CurrentDepth - 1:
                int from = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                    return false;
                Line = _lines + Count(_buffer.AsSpan(_start, from));
                item = JsonElement.Parse(_buffer.AsSpan(_start + from, (int)reader.BytesConsumed - from), JsonFields.Strict);
                stream.Renew();
                break;
            case JsonTokenType.PropertyName:
                _name = reader.GetString()!;
                break;
            case JsonTokenType.StartObject:
                _path.Push(_name);
                break;
            case JsonTokenType.StartArray:
                _path.Push(_name);
                if (_itemsAt < 0 && (reader.CurrentDepth == 0 || paths.Contains(string.Join('.', _path.Reverse().Skip(1)))))
                    _itemsAt = reader.CurrentDepth;
                _name = "";
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _path.Pop();
                if (_itemsAt == reader.CurrentDepth)
                    _itemsAt = -1;
                break;
        }

        Take(ref reader);
        return true;
    }

    // Behind the mark that some editors write before UTF-8. False: it takes three bytes to know.
    private bool Begin()
    {
        if (_end < Mark.Length && !_isFinal)
            return false;
        _isBegun = true;
        if (_buffer.AsSpan(0, _end).StartsWith(Mark))
            _start = Mark.Length;
        return true;
    }

    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    private void Take(ref Utf8JsonReader reader)
    {
        _lines += Count(_buffer.AsSpan(_start, (int)reader.BytesConsumed));
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            if (_buffer.Length > MeteredStream.MostOfRow)
                throw CliFault.Failed($"line {_lines}: a row is longer than {MeteredStream.MostOfRow >> 20} MiB.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        stream.Renew();
        int read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _isFinal = read == 0;
    }

    private static int Count(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\n');
}
