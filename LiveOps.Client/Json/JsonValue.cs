namespace LiveOps.Client.Json;

/// <summary>
/// A value of an answer, read whole. System.Text.Json is no part of netstandard2.1, and its reflection none of IL2CPP; answers are small and bounded. A member that
/// is not there reads as null: services may add members, and leave optional ones out.
/// </summary>
internal sealed class JsonValue
{
    public static readonly JsonValue Null = new(JsonKind.Null);

    private static readonly JsonValue[] None = [];
    private readonly string _text = "";
    private readonly JsonValue[] _items = None;
    private readonly string[] _names = [];

    public JsonValue(JsonKind kind) => Kind = kind;

    public JsonValue(JsonKind kind, string text) => (Kind, _text) = (kind, text);

    public JsonValue(JsonValue[] items) => (Kind, _items) = (JsonKind.Array, items);

    public JsonValue(string[] names, JsonValue[] values) => (Kind, _names, _items) = (JsonKind.Object, names, values);

    public JsonKind Kind { get; }

    /// <summary>The items of an array; none of anything else.</summary>
    public IReadOnlyList<JsonValue> Items => Kind == JsonKind.Array ? _items : None;

    /// <summary>The members of an object, in order; none of anything else.</summary>
    public IEnumerable<KeyValuePair<string, JsonValue>> Members
    {
        get
        {
            for (int i = 0; i < _names.Length; i++)
                yield return new KeyValuePair<string, JsonValue>(_names[i], _items[i]);
        }
    }

    /// <summary>A member of an object; <see cref="Null"/> when there is none.</summary>
    public JsonValue this[string name] => Array.IndexOf(_names, name) is >= 0 and var at ? _items[at] : Null;

    /// <summary>A text; null when it is none.</summary>
    public string? Text => Kind == JsonKind.Text ? _text : null;

    /// <summary>A whole number; null when it is none.</summary>
    public long? Whole => Kind == JsonKind.Number && long.TryParse(_text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out long whole) ? whole : null;

    /// <summary>A time, RFC 3339; null when it is none.</summary>
    public DateTimeOffset? Time => Kind == JsonKind.Text
        && DateTimeOffset.TryParse(_text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.RoundtripKind, out DateTimeOffset time) ? time : null;

    /// <summary>A text that must be there.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public string NeedText(string name) => this[name].Text ?? throw new FormatException($"the answer has no text {name}");

    /// <summary>A whole number that must be there.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public long NeedWhole(string name) => this[name].Whole ?? throw new FormatException($"the answer has no number {name}");

    /// <summary>A whole number of 32 bits that must be there.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public int NeedInt(string name) => NeedWhole(name) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw new FormatException($"the answer's {name} is out of range");

    /// <summary>A time that must be there.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public DateTimeOffset NeedTime(string name) => this[name].Time ?? throw new FormatException($"the answer has no time {name}");

    /// <summary>Members whose values are whole numbers, by name.</summary>
    public Dictionary<string, long> Wholes()
    {
        var all = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, JsonValue> member in Members)
        {
            if (member.Value.Whole is { } whole)
                all[member.Key] = whole;
        }

        return all;
    }
}
