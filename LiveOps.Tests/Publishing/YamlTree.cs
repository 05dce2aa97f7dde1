using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LiveOps.Tests.Publishing;

/// <summary>Reads YAML as JSON, by the rules of YAML 1.1, under which most that is bare is something else than text: what kubectl sees.</summary>
internal static partial class YamlTree
{
    /// <summary>All documents of a text that have anything in them.</summary>
    public static IReadOnlyList<JsonObject> ParseAll(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Of(document.RootNode)).OfType<JsonObject>()];
    }

    private static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(member => KeyValuePair.Create(((YamlScalarNode)member.Key).Value!, Of(member.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Of)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value!),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException($"{node} is nothing that is published"),
    };

    private static JsonValue? Plain(string text) =>
        text is "" or "~" || text.Equals("null", StringComparison.OrdinalIgnoreCase) ? null
        : Word().IsMatch(text) ? JsonValue.Create(text.ToLowerInvariant() is "true" or "yes" or "on" or "y")
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole) ? JsonValue.Create(whole)
        : Number().IsMatch(text) ? JsonValue.Create(double.NaN.ToString(CultureInfo.InvariantCulture) + ": " + text)
        : JsonValue.Create(text);

    [GeneratedRegex("^(true|false|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase)]
    private static partial Regex Word();

    // Octal, hexadecimal, binary, with underscores, of base 60, with fractions or exponents, infinite, or a date.
    [GeneratedRegex(@"^[-+]?(0x[0-9a-f_]+|0b[01_]+|0o?[0-7_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[0-9][0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|\.[0-9_]+(e[-+]?[0-9]+)?|\.(inf|nan))$|^\d{4}-\d\d?-\d\d?", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
