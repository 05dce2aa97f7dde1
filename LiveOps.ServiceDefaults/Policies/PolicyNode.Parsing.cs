using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using LiveOps.Core.Json;

namespace LiveOps.ServiceDefaults.Policies;

/// <content>Reading the text.</content>
public sealed partial class PolicyNode
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a policy, whose root is an object, and tells all that is wrong with it.</summary>
    /// <param name="json">The text.</param>
    /// <param name="read">Makes the policy of the root; what is wrong need not stop it.</param>
    /// <param name="mayRepeat">Whether a member may stand twice: then it counts as it stands last.</param>
    /// <exception cref="PolicyException">It is no JSON object, or what it says is wrong.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, Func<PolicyNode, T> read, bool mayRepeat = false)
    {
        PolicyNode root = Parse(json, mayRepeat);
        T policy = default!;
        try
        {
            if (!root.IsFaulty)
                policy = read(root);
        }
        catch (PolicyException e)
        {
            foreach (PolicyFault fault in e.Faults)
                root._faults.Add(fault);
        }

        root._faults.Throw();
        return policy;
    }

    private static PolicyNode Parse(ReadOnlySpan<byte> json, bool mayRepeat)
    {
        try
        {
            json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
            if (json.Trim(" \t\r\n"u8).IsEmpty)
                throw new PolicyException("the document is empty");
            var reader = new Utf8JsonReader(json, Lenient);
            var lines = new LineCount(json);
            reader.Read();
            PolicyNode root = Read(ref reader, ref lines, null, new PolicyFaults(), "the policy", mayRepeat, -1);
            reader.Read(); // throws on what follows the root
            root.AsObject();
            return root;
        }
        catch (JsonException e)
        {
            throw new PolicyException("this is not JSON: " + Words(e), (int)(e.LineNumber ?? -1) + 1);
        }
        catch (InvalidOperationException)
        {
            throw new PolicyException(
                Utf8.IsValid(json) ? "a text holds half of a surrogate pair, an escape between \\ud800 and \\udfff without its other half, which is no character" : "a text is not UTF-8", LineOfNoText(json));
        }
    }

    // Without the reader's own place, whose lines count from 0: ours stands before it.
    private static string Words(JsonException e)
    {
        string message = e.Message;
        int place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? message : $"{message[..place].TrimEnd('.')}, at byte {e.BytePositionInLine + 1} of the line";
    }

    // Where the text stands that the reader could not give.
    private static int LineOfNoText(ReadOnlySpan<byte> json)
    {
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        var reader = new Utf8JsonReader(json, Lenient);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && JsonTokens.Text(ref reader) is null)
                return new LineCount(json).At(reader.TokenStartIndex);
        }

        return 0;
    }

    private static PolicyNode Read(ref Utf8JsonReader reader, ref LineCount lines, PolicyNode? parent, PolicyFaults faults, string name, bool mayRepeat, int index)
    {
        string text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
        var node = new PolicyNode(parent, faults, reader.TokenType, lines.At(reader.TokenStartIndex), name, text, index);
        if (node._type == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                node._items.Add(Read(ref reader, ref lines, node, faults, name, mayRepeat, node._items.Count));
        }
        else if (node._type == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string member = reader.GetString()!;
                int line = lines.At(reader.TokenStartIndex);
                reader.Read();
                PolicyNode value = Read(ref reader, ref lines, node, faults, member, mayRepeat, -1);
                if (node._members.TryAdd(member, value))
                    continue;
                if (!mayRepeat)
                    value.FaultAt(line, $"{Shown(member)} stands here twice");
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
