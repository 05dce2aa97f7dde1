using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LiveOps.AppHost.Aks.Yaml;

/// <summary>
/// Writes a tree of JSON as YAML that every reader takes for the same: two spaces a level, members in one order whatever order they were
/// added in, and every string that some reader of YAML 1.1 or 1.2 could take for something else (<c>0x1F</c>, <c>+2</c>, <c>20261128_1</c>, <c>no</c>,
/// <c>1:30</c>) in quotation marks. KubernetesClient's own writer leaves such strings bare, and makes quantities canonical.
/// </summary>
internal static partial class YamlWriter
{
    // What a reader looks for first.
    private static readonly string[] First = ["apiVersion", "kind", "metadata", "name"];

    // Text of others, of which nothing is known: always in quotation marks.
    private static readonly string[] OfOthers = ["data", "annotations"];

    private static readonly string[] Words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"];

    private static readonly JavaScriptEncoder Relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>A document, its last line ended.</summary>
    public static string Write(JsonNode document)
    {
        var text = new StringBuilder();
        WriteNode(text, document, 0, afterDash: false, quoteAll: false);
        return text.ToString();
    }

    /// <summary>A string in quotation marks.</summary>
    public static string Quote(string value) => $"\"{JsonEncodedText.Encode(value, Relaxed)}\"";

    private static void WriteNode(StringBuilder text, JsonNode? node, int indent, bool afterDash, bool quoteAll)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                WriteMap(text, map, indent, afterDash, quoteAll);
                break;
            case JsonArray { Count: > 0 } list:
                foreach (JsonNode? item in list)
                {
                    text.Append(' ', afterDash ? 0 : indent).Append("- ");
                    afterDash = false;
                    WriteNode(text, item, indent + 2, afterDash: true, quoteAll);
                }

                break;
            default:
                text.Append(Scalar(node, indent, quoteAll)).Append('\n');
                break;
        }
    }

    private static void WriteMap(StringBuilder text, JsonObject map, int indent, bool afterDash, bool quoteAll)
    {
        foreach ((string key, JsonNode? value) in map.OrderBy(member => Rank(member.Key)).ThenBy(member => member.Key, StringComparer.Ordinal))
        {
            text.Append(' ', afterDash ? 0 : indent).Append(Text(key)).Append(':');
            afterDash = false;
            bool quoteThese = quoteAll || OfOthers.Contains(key);
            if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            {
                text.Append('\n');
                WriteNode(text, value, value is JsonArray ? indent : indent + 2, afterDash: false, quoteThese);
            }
            else
            {
                text.Append(' ');
                WriteNode(text, value, indent + 2, afterDash: false, quoteThese);
            }
        }
    }

    private static int Rank(string key) => Array.IndexOf(First, key) is >= 0 and int rank ? rank : First.Length;

    private static string Scalar(JsonNode? node, int indent, bool quote) => node switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue value when value.TryGetValue(out Expression? expression) => expression.Text,
        JsonValue value when value.TryGetValue(out string? words) => quote ? Quote(words) : IsBlock(words) ? Block(words, indent) : Text(words),
        _ => node.ToJsonString(),
    };

    private static string Text(string value) => Plain().IsMatch(value) && !Words.Contains(value, StringComparer.OrdinalIgnoreCase) ? value : Quote(value);

    // Several lines, the last of them ended, with nothing that a literal block could not hold.
    private static bool IsBlock(string value) =>
        value.Length > 1 && value[^1] == '\n' && value[^2] != '\n' && value[0] is not (' ' or '\n')
        && value.All(letter => letter is '\n' or (>= ' ' and <= '~')) && !value.Contains(" \n", StringComparison.Ordinal);

    private static string Block(string value, int indent)
    {
        string margin = new(' ', indent);
        return "|\n" + string.Join('\n', value[..^1].Split('\n').Select(line => line.Length == 0 ? line : margin + line));
    }

    // Begins with a letter or a slash, and has nothing in it that means something: a string to all readers, unless it is one of the words.
    [GeneratedRegex("^[A-Za-z/](?:[A-Za-z0-9_./@+:-]*[A-Za-z0-9_./@+-])?\\z")]
    private static partial Regex Plain();
}
