using System.Globalization;
using System.Text.Json;
using LiveOps.Console.Edits;

namespace LiveOps.Console.Forms;

/// <summary>A value of a document as a field of a form.</summary>
/// <param name="At">Where it stands (RFC 6901).</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Kind">What is typed into it.</param>
/// <param name="Value">What stands there, as it would be typed; empty where nothing does.</param>
public sealed record FormField(string At, string Name, FieldKind Kind, string Value)
{
    // Beyond that a list or a map is written as a whole: each row that is written alone has the text read anew.
    private const int MostRows = 400;

    /// <summary>How a form calls it.</summary>
    public string Key => "at:" + At;

    /// <summary>What it is, in the schema's words.</summary>
    public string About { get; init; } = "";

    /// <summary>The words to choose between.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The least and the most, as the schema has them.</summary>
    public (string Least, string Most) Bounds { get; init; } = ("", "");

    /// <summary>Whether what is in a list, or has a name, is a number.</summary>
    public bool OfNumbers { get; init; }

    /// <summary>Whether it is always there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The text with what was typed: of a list or a map what differs from what stood there, and no more.</summary>
    internal string WriteTo(string text, string typed)
    {
        string[] before = Rows(Value), now = Rows(typed);
        if (Kind == FieldKind.Lines && before.Length == now.Length && now.Length <= MostRows)
        {
            for (int at = 0; at < now.Length; at++)
                text = now[at] == before[at] ? text : JsonEdit.Set(text, JsonPlaces.Item(At, at), Scalar(now[at], OfNumbers));
            return text;
        }

        Dictionary<string, string> pairs = now.Select(Split).DistinctBy(pair => pair.Name).ToDictionary();
        Dictionary<string, string> stood = before.Select(Split).DistinctBy(pair => pair.Name).ToDictionary();
        bool isTwice = pairs.Count < now.Length || stood.Count < before.Length; // for the service to refuse
        if (Kind != FieldKind.Pairs || before.Length == 0 || now.Length == 0 || isTwice || before.Length + now.Length > MostRows)
            return JsonEdit.Set(text, At, ToJson(typed));
        foreach (string name in stood.Keys.Where(name => !pairs.ContainsKey(name)))
            text = JsonEdit.Set(text, JsonPlaces.Member(At, name), null);
        foreach ((string name, string value) in pairs.Where(pair => stood.GetValueOrDefault(pair.Key) != pair.Value))
            text = JsonEdit.Set(text, JsonPlaces.Member(At, name), value);
        return text;
    }

    /// <summary>What was typed, as JSON; null where nothing was. What is no number stays text: the service says so, beside its line.</summary>
    internal string? ToJson(string typed)
    {
        string text = typed.Trim();
        return Kind switch
        {
            FieldKind.Lines => text.Length == 0 && !IsRequired ? null : $"[{string.Join(", ", Rows(text).Select(row => Scalar(row, OfNumbers)))}]",
            FieldKind.Pairs => text.Length == 0 && !IsRequired ? null : $"{{ {string.Join(", ", Rows(text).Select(Split).Select(pair => $"{JsonEdit.Quote(pair.Name)}: {pair.Json}"))} }}",
            _ when text.Length == 0 => null,
            FieldKind.Flag => text is "true" or "false" ? text : JsonEdit.Quote(text),
            FieldKind.Number => Scalar(text, isNumber: true),
            _ => JsonEdit.Quote(text),
        };
    }

    private static string[] Rows(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // A name may have colons in it where a number follows, which has none; see SchemaForm for all others.
    private (string Name, string Json) Split(string row)
    {
        int colon = OfNumbers ? row.LastIndexOf(':') : row.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (row, "\"\"") : (row[..colon].TrimEnd(), Scalar(row[(colon + 1)..].TrimStart(), OfNumbers));
    }

    private static string Scalar(string text, bool isNumber) => isNumber && IsNumber(text) ? text : JsonEdit.Quote(text);

    private static bool IsNumber(string text)
    {
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _))
            return false;
        try
        {
            return JsonElement.Parse(text).ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false; // as 1. or +1, which JSON does not write so
        }
    }
}
