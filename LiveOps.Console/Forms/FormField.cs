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

    /// <summary>What was typed, as JSON; null where nothing was. What is no number stays text: the service says so, beside its line.</summary>
    internal string? ToJson(string typed)
    {
        string text = typed.Trim();
        return Kind switch
        {
            FieldKind.Lines => text.Length == 0 && !IsRequired ? null : $"[{string.Join(", ", Rows(text).Select(row => Scalar(row, OfNumbers)))}]",
            FieldKind.Pairs => text.Length == 0 && !IsRequired ? null : $"{{ {string.Join(", ", Rows(text).Select(Pair))} }}",
            _ when text.Length == 0 => null,
            FieldKind.Flag => text is "true" or "false" ? text : JsonEdit.Quote(text),
            FieldKind.Number => Scalar(text, isNumber: true),
            _ => JsonEdit.Quote(text),
        };
    }

    private static string[] Rows(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // A name may have colons in it, a number has none.
    private string Pair(string row)
    {
        int colon = OfNumbers ? row.LastIndexOf(':') : row.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? $"{JsonEdit.Quote(row)}: \"\"" : $"{JsonEdit.Quote(row[..colon].TrimEnd())}: {Scalar(row[(colon + 1)..].TrimStart(), OfNumbers)}";
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
