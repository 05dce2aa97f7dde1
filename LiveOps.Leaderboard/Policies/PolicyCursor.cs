using System.Text;
using System.Text.Json;
using LiveOps.Core.Json;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads a policy's JSON (comments and trailing commas allowed) so that whatever is wrong is told with its line.</summary>
internal ref struct PolicyCursor
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    public PolicyCursor(ReadOnlySpan<byte> json)
    {
        _json = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        _reader = new Utf8JsonReader(_json, Options);
        Next();
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Goes to the next token.</summary>
    public void Next()
    {
        try
        {
            if (!_reader.Read())
                throw new PolicyException("the policy ends early");
        }
        catch (JsonException e)
        {
            throw new PolicyException($"this is not JSON: {e.Message.Split(". ")[0]}", (int)(e.LineNumber ?? 0) + 1);
        }
    }

    /// <summary>Goes to the object's next property; false at its end. Before it, the cursor stands at the object's start or a value's last token.</summary>
    public bool NextProperty(out string name)
    {
        Next();
        name = Token == JsonTokenType.PropertyName ? CurrentText() : "";
        return Token == JsonTokenType.PropertyName;
    }

    /// <summary>Goes to the list's next element; false at its end.</summary>
    public bool NextElement()
    {
        Next();
        return Token != JsonTokenType.EndArray;
    }

    /// <summary>Passes over the value that comes next.</summary>
    public void Skip()
    {
        Next();
        int depth = _reader.CurrentDepth;
        if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            do
                Next();
            while (_reader.CurrentDepth > depth);
        }
    }

    /// <summary>Nothing may follow.</summary>
    public void End()
    {
        bool more;
        try
        {
            more = _reader.Read();
        }
        catch (JsonException)
        {
            more = true;
        }

        if (more)
            throw Wrong("the policy ends here, but more follows");
    }

    public readonly void Expect(JsonTokenType token, string sentence)
    {
        if (Token != token)
            throw Wrong(sentence);
    }

    /// <summary>The text that comes next.</summary>
    public string Text(string name)
    {
        Next();
        Expect(JsonTokenType.String, $"{name} is a text");
        return CurrentText();
    }

    public bool Flag(string name)
    {
        Next();
        return Token is JsonTokenType.True or JsonTokenType.False ? Token == JsonTokenType.True : throw Wrong($"{name} is true or false");
    }

    public int Number(string name, int least, int most)
    {
        Next();
        return Token == JsonTokenType.Number && _reader.TryGetInt32(out int value) && value >= least && value <= most
            ? value
            : throw Wrong($"{name} is a whole number from {least} to {most}");
    }

    public readonly string CurrentText()
    {
        Utf8JsonReader here = _reader;
        return JsonTokens.Text(ref here) ?? throw Wrong("a text is not UTF-8");
    }

    /// <summary>The line of the token at hand, from 1.</summary>
    public readonly int Line => _json[..(int)_reader.TokenStartIndex].Count((byte)'\n') + 1;

    /// <summary>What is wrong at the token at hand.</summary>
    public readonly PolicyException Wrong(string sentence) => new(sentence, Line);
}
