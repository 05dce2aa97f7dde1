using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Ids;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>
/// A policy's JSON as a tree whose nodes know their lines, so that whoever edits it is told where it is wrong. Comments and trailing
/// commas are welcome, a member twice is not; <see cref="Only"/> refuses members that nothing reads, which are misspelt more often than meant.
/// </summary>
public sealed class PolicyNode
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly JsonTokenType _type;
    private readonly string _text;
    private readonly List<PolicyNode> _items = [];
    private readonly Dictionary<string, PolicyNode> _members = new(StringComparer.Ordinal);

    private PolicyNode(JsonTokenType type, int line, string name, string text)
    {
        _type = type;
        Line = line;
        Name = name;
        _text = text;
    }

    /// <summary>The line it begins on, from 1.</summary>
    public int Line { get; }

    /// <summary>The member it is the value of, for messages; of an array's items the array's.</summary>
    public string Name { get; }

    /// <summary>Of an object whose members may stand twice, one that does; null when none does.</summary>
    public PolicyNode? Repeated { get; private set; }

    /// <summary>Reads a policy; its root is an object.</summary>
    /// <param name="json">The text.</param>
    /// <param name="mayRepeat">Whether a member may stand twice: then it counts as it stands last.</param>
    /// <exception cref="PolicyException">It is no JSON object.</exception>
    public static PolicyNode Parse(ReadOnlySpan<byte> json, bool mayRepeat = false)
    {
        try
        {
            json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
            var reader = new Utf8JsonReader(json, Lenient);
            var lines = new LineCount(json);
            reader.Read();
            PolicyNode root = Read(ref reader, ref lines, "the policy", mayRepeat);
            reader.Read(); // throws on what follows the root
            if (root._type != JsonTokenType.StartObject)
                throw root.Wrong("must be an object");
            return root;
        }
        catch (JsonException e)
        {
            throw new PolicyException("this is not JSON: " + e.Message, (int)(e.LineNumber ?? -1) + 1);
        }
        catch (InvalidOperationException)
        {
            throw new PolicyException("a text is not UTF-8");
        }
    }

    /// <summary>An error about this node.</summary>
    public PolicyException Wrong(string reason) => new($"{Name} {reason}", Line);

    /// <summary>The same node, after checking that it is an object with no other members than these.</summary>
    public PolicyNode Only(params ReadOnlySpan<string> names)
    {
        foreach (PolicyNode member in Members)
        {
            if (!names.Contains(member.Name))
                throw new PolicyException($"{member.Name} means nothing here; known are {string.Join(", ", names)}", member.Line);
        }

        return this;
    }

    /// <summary>A member of an object; null when it has none of that name.</summary>
    public PolicyNode? this[string name] => AsObject()._members.GetValueOrDefault(name);

    /// <summary>A member that an object must have.</summary>
    public PolicyNode Get(string name) => this[name] ?? throw Wrong($"needs {name}");

    /// <summary>The members of an object, in the file's order.</summary>
    public IReadOnlyCollection<PolicyNode> Members => AsObject()._members.Values;

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<PolicyNode> Items => _type == JsonTokenType.StartArray ? _items : throw Wrong("must be an array");

    /// <summary>A string.</summary>
    public string Text() => _type == JsonTokenType.String ? _text : throw Wrong("must be a string");

    /// <summary>Whether it is this string.</summary>
    public bool Is(string text) => _type == JsonTokenType.String && _text == text;

    /// <summary>True or false.</summary>
    public bool Flag() => _type is JsonTokenType.True or JsonTokenType.False ? _type == JsonTokenType.True : throw Wrong("must be true or false");

    /// <summary>A string that is an id.</summary>
    public string Id() => IdRule.WasValid(Text()) ? _text : throw Wrong("must be 1 to 64 characters of [A-Za-z0-9_.:-]");

    /// <summary>A whole number within a range.</summary>
    public long Whole(long min, long max) =>
        _type == JsonTokenType.Number && long.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max
            ? value
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));

    /// <summary>A number within a range.</summary>
    public double Number(double min, double max) =>
        _type == JsonTokenType.Number && double.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= min && value <= max
            ? value
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}"));

    /// <summary>One of some words, as what it stands for.</summary>
    public T Choice<T>(params ReadOnlySpan<(string Word, T Value)> choices)
    {
        string text = Text(), words = "";
        foreach ((string word, T value) in choices)
        {
            if (word == text)
                return value;
            words += words.Length == 0 ? word : ", " + word;
        }

        throw Wrong($"must be one of {words}");
    }

    private PolicyNode AsObject() => _type == JsonTokenType.StartObject ? this : throw Wrong("must be an object");

    private static PolicyNode Read(ref Utf8JsonReader reader, ref LineCount lines, string name, bool mayRepeat)
    {
        string text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
        var node = new PolicyNode(reader.TokenType, lines.At(reader.TokenStartIndex), name, text);
        if (node._type == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                node._items.Add(Read(ref reader, ref lines, name, mayRepeat));
        }
        else if (node._type == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string member = reader.GetString()!;
                int line = lines.At(reader.TokenStartIndex);
                reader.Read();
                PolicyNode value = Read(ref reader, ref lines, member, mayRepeat);
                if (node._members.TryAdd(member, value))
                    continue;
                if (!mayRepeat)
                    throw new PolicyException($"{member} stands here twice", line);
                node._members[member] = value;
                node.Repeated ??= value;
            }
        }

        return node;
    }

    // Counts the lines up to positions that only rise.
    private ref struct LineCount(ReadOnlySpan<byte> json)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private int _counted;
        private int _line = 1;

        public int At(long position)
        {
            _line += _json[_counted..(int)position].Count((byte)'\n');
            _counted = (int)position;
            return _line;
        }
    }
}
