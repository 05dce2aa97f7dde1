using System.Text;
using System.Text.Json;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Fairness.Policies;

/// <summary>
/// A JSON value that remembers its line, so that what is wrong with a policy can be told by line. Members that nobody asked for are
/// errors: a threshold with a typo in its name must not be a threshold that is off.
/// </summary>
internal sealed class PolicyNode
{
    private readonly string _name;
    private readonly int _line;
    private readonly object? _value; // string, double, List<PolicyNode> or Dictionary<string, PolicyNode>; null for the rest
    private readonly HashSet<string> _asked = [];

    private PolicyNode(string name, int line, object? value) => (_name, _line, _value) = (name, line, value);

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<PolicyNode> Items => _value as List<PolicyNode> ?? throw Wrong("must be an array");

    /// <summary>Parses a whole policy: an object. Comments and trailing commas are welcome.</summary>
    public static PolicyNode Parse(byte[] json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            PolicyNode root = Read(ref reader, json, "the policy");
            if (reader.Read() || root._value is not Dictionary<string, PolicyNode>)
                throw root.Wrong("must be one object");
            return root;
        }
        catch (JsonException e)
        {
            throw new PolicyException("not JSON: " + e.Message, (int)(e.LineNumber ?? 0) + 1);
        }
    }

    public PolicyException Wrong(string why) => new($"{_name} {why}", _line);

    public PolicyNode? Find(string member)
    {
        var members = _value as Dictionary<string, PolicyNode> ?? throw Wrong("must be an object");
        _asked.Add(member);
        return members.GetValueOrDefault(member);
    }

    public PolicyNode Get(string member) => Find(member) ?? throw Wrong($"needs \"{member}\"");

    public string Text(string member) => Get(member)._value as string ?? throw Get(member).Wrong("must be text");

    public string? TextOrNull(string member) => Find(member) is null ? null : Text(member);

    /// <summary>A number within bounds.</summary>
    public double Number(string member, double least, double most) => Get(member)._value is double number && number >= least && number <= most
        ? number
        : throw Get(member).Wrong($"must be a number from {least} to {most}");

    /// <summary>A whole number within bounds.</summary>
    public long Whole(string member, long least, long most)
    {
        double number = Number(member, least, most);
        return number == Math.Floor(number) ? (long)number : throw Get(member).Wrong("must be a whole number");
    }

    /// <summary>One of some words.</summary>
    public T Choice<T>(string member, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        string text = Text(member);
        foreach ((string word, T value) in choices)
        {
            if (word == text)
                return value;
        }

        var words = new StringBuilder();
        foreach ((string word, _) in choices)
            words.Append(words.Length == 0 ? "" : ", ").Append(word);
        throw Get(member).Wrong($"must be one of {words}");
    }

    /// <summary>Refuses members that nobody asked for. Call it when all is read.</summary>
    public void NothingElse()
    {
        foreach ((string member, PolicyNode node) in (Dictionary<string, PolicyNode>)_value!)
        {
            if (!_asked.Contains(member))
                throw node.Wrong("is not known here");
        }
    }

    private static PolicyNode Read(ref Utf8JsonReader reader, byte[] json, string name)
    {
        int line = 1 + json.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new PolicyNode(name, line, reader.GetString());
            case JsonTokenType.Number:
                return new PolicyNode(name, line, reader.GetDouble());
            case JsonTokenType.StartArray:
                var items = new List<PolicyNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader, json, $"{name}[{items.Count}]"));
                return new PolicyNode(name, line, items);
            case JsonTokenType.StartObject:
                var members = new Dictionary<string, PolicyNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string member = reader.GetString()!;
                    reader.Read();
                    PolicyNode node = Read(ref reader, json, $"\"{member}\"");
                    if (!members.TryAdd(member, node))
                        throw node.Wrong("stands there twice");
                }

                return new PolicyNode(name, line, members);
            default:
                return new PolicyNode(name, line, null);
        }
    }
}
