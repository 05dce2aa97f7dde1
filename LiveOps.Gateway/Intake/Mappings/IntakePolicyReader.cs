using System.Text.RegularExpressions;
using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>Reads <c>intake.json</c>.</summary>
internal static partial class IntakePolicyReader
{
    private const int MostReplaced = 1000, MostFrom = 16, MostHours = 365 * 24;

    /// <summary>Parses and validates.</summary>
    /// <exception cref="PolicyException">What is wrong, and in which line.</exception>
    public static IntakePolicy Parse(byte[] json) => PolicyNode.Read(json, Read);

    private static IntakePolicy Read(PolicyNode root)
    {
        root.Only("$schema", "sources");
        PolicyNode sources = root.Get("sources");
        if (sources.Members.Count > IntakePolicy.MostSources)
            sources.Fault($"must be at most {IntakePolicy.MostSources}");
        return new IntakePolicy([.. sources.Members.Select(Source)]);
    }

    private static IntakeSource Source(PolicyNode node)
    {
        if (!SourceId().IsMatch(node.Name))
            node.Fault("is no id of a source: 1 to 32 characters of [a-z0-9-], the first a letter; settings are named after it");
        node.Only("format", "encoding", "record", "delimiter", "header", "quotes", "numbers", "zone", "playerIds", "rowIds", "idPrefix", "maxAgeHours", "fields", "proof");
        RowShape shape = ShapeReader.Shape(node);
        return new IntakeSource
        {
            Id = node.Name,
            Shape = shape,
            Proof = ProofReader.Proof(node.Get("proof")),
            Numbers = ShapeReader.Numbers(node["numbers"]),
            EncodesPlayers = node["playerIds"]?.Choice(("strict", false), ("encode", true)) ?? false,
            CountsEqualRows = node["rowIds"]?.Choice(("content", false), ("occurrence", true)) ?? false,
            IdPrefix = IdPrefix(node["idPrefix"]),
            MaxAgeHours = node["maxAgeHours"]?.Whole(1, MostHours),
            Fields = Fields(node, shape, ShapeReader.Zone(node["zone"], TimeZoneInfo.Utc)),
        };
    }

    private static string IdPrefix(PolicyNode? node)
    {
        string prefix = node?.Text() ?? "";
        if (node is not null && !Prefix().IsMatch(prefix))
            node.Fault("must be 1 to 16 characters of [A-Za-z0-9_.:-]");
        return prefix;
    }

    private static Dictionary<string, FieldRule> Fields(PolicyNode source, RowShape shape, TimeZoneInfo zone)
    {
        PolicyNode node = source.Get("fields").Only(RowMapper.Members);
        var fields = node.Members.ToDictionary(field => field.Name, field => Field(field, shape, zone), StringComparer.Ordinal);
        node.Get("playerId");
        // Else what says the same on another day would be the same event.
        if (!fields.ContainsKey("id") && fields.GetValueOrDefault("occurredAt")?.Value is not null)
            node["occurredAt"]!.Fault("must be taken from a field where rows have no id: by the same time the same row of another day would be the same event");
        if (fields.GetValueOrDefault("id") is { } id && (id.Value ?? id.Default) is not null)
            node["id"]!.Fault("must be taken from a field and have no default: rows of one id are one event");
        if (!fields.ContainsKey("id") && !fields.ContainsKey("occurredAt"))
            node.Fault("need id or occurredAt: rows are told apart by what they say, and without either the same row of another day would be the same event");
        if (fields.GetValueOrDefault("type")?.Value is { } type && !EventTypes.TryParse(System.Text.Encoding.UTF8.GetBytes(type), out _))
            node["type"]!.Fault($"is no event type; there are {string.Join(", ", EventTypes.All.Select(EventTypes.Name))}");
        return fields;
    }

    // A text is the field's name; an object says more.
    private static FieldRule Field(PolicyNode node, RowShape shape, TimeZoneInfo zone)
    {
        if (node.IsText)
            return new FieldRule([From(node, shape)], null, null, Time(null, zone), 1, null);
        node.Only(node.Name == "occurredAt" ? ["from", "value", "default", "format", "zone", "replace"] : ["from", "value", "default", "times", "replace"]);
        string[] from = node["from"] switch
        {
            null => [],
            { IsText: true } one => [From(one, shape)],
            var many => [.. many.Items.Select(one => From(one, shape))],
        };
        string? value = node["value"]?.Text();
        if ((from.Length == 0) == (value is null))
            node.Fault("must say either from or value");
        if (from.Length > MostFrom)
            node.Fault($"must be taken from at most {MostFrom} fields");
        double times = node["times"]?.Number(-1e12, 1e12) ?? 1;
        if (times == 0)
            node.Get("times").Fault("must not be 0");
        PolicyNode? replace = node["replace"];
        if (replace?.Members.Count > MostReplaced)
            replace.Fault($"must be at most {MostReplaced} texts");
        return new FieldRule(
            from, value, node["default"]?.Text(), Time(node["format"], ShapeReader.Zone(node["zone"], zone)), (decimal)times,
            replace?.Members.ToDictionary(member => member.Name, member => member.Text(), StringComparer.Ordinal));
    }

    private static string From(PolicyNode node, RowShape shape)
    {
        string name = node.Text();
        if (name.Length is 0 or > 200)
            node.Fault("must be the name of a field, of at most 200 characters");
        else if (shape is { Format: RowFormat.Csv, HasHeader: false } && !ColumnNumber().IsMatch(name))
            node.Fault("must be the number of a column, from 1: the file has no header");
        else if (shape.Format == RowFormat.Xml && !XmlPath().IsMatch(name))
            node.Fault("must be a path in the row, such as player/name, @id, player/@id, or . for its own text");
        return name;
    }

    private static TimeShape Time(PolicyNode? node, TimeZoneInfo zone)
    {
        string format = node?.Text() ?? TimeShape.Standard;
        if (format is not (TimeShape.Standard or TimeShape.Seconds or TimeShape.Milliseconds) && !ShapeReader.IsTimeFormat(format))
            node!.Fault("must be rfc3339, unix, unix-ms, or a format of .NET with a date and a time, such as yyyy-MM-dd HH:mm:ss");
        return new TimeShape(format, zone);
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$")]
    private static partial Regex SourceId();

    [GeneratedRegex("^[A-Za-z0-9_.:-]{1,16}$")]
    private static partial Regex Prefix();

    [GeneratedRegex("^[1-9][0-9]{0,2}$")]
    private static partial Regex ColumnNumber();

    [GeneratedRegex(@"^(\.|(?:[^/@.\s][^/@\s]*)(?:/[^/@.\s][^/@\s]*)*(?:/@[^/@\s]+)?|@[^/@\s]+)$")]
    private static partial Regex XmlPath();
}
