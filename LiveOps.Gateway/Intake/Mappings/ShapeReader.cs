using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>Reads how a source writes rows, numbers and times.</summary>
internal static partial class ShapeReader
{
    // Bytes that are none of the encoding are a fault of the body, and no question mark. The encodings know their byte order marks, which readers pass over then.
    private static readonly (string Word, Encoding Value)[] Encodings =
    [
        ("utf-8", new UTF8Encoding(true, throwOnInvalidBytes: true)), ("utf-16", new UnicodeEncoding(false, true, throwOnInvalidBytes: true)), ("iso-8859-1", Encoding.Latin1),
        ("windows-1252", Old("windows-1252")), ("euc-kr", Old("euc-kr")), ("shift_jis", Old("shift_jis")),
    ];

    public static RowShape Shape(PolicyNode node)
    {
        RowFormat format = node.Get("format").Choice(("csv", RowFormat.Csv), ("xml", RowFormat.Xml), ("form", RowFormat.Form));
        Only(node, format);
        Encoding encoding = node["encoding"]?.Choice<Encoding>(Encodings) ?? Encodings[0].Value;
        string record = "";
        if (format == RowFormat.Xml)
        {
            PolicyNode path = node.Get("record");
            record = path.Text();
            if (!Record().IsMatch(record) && !path.IsFaulty)
                path.Fault("must be the path of the element that is a row, from the root, such as /scores/score");
        }

        char delimiter = node["delimiter"]?.Choice((",", ','), (";", ';'), ("\t", '\t'), ("|", '|')) ?? ',';
        return new RowShape(format, encoding, record, delimiter, node["header"]?.Flag() ?? true, node["quotes"]?.Flag() ?? true);
    }

    public static NumberShape Numbers(PolicyNode? node)
    {
        if (node is null)
            return NumberShape.Plain;
        node.Only("point", "group");
        char point = node["point"]?.Choice((".", '.'), (",", ',')) ?? '.';
        char? group = node["group"]?.Choice<char?>((".", '.'), (",", ','), (" ", ' '), ("'", '\''), ("\u00a0", '\u00a0'), ("\u202f", '\u202f'));
        if (point == group)
            node.Fault("must have a point and a group that differ");
        return new NumberShape(point, group);
    }

    public static TimeZoneInfo Zone(PolicyNode? node, TimeZoneInfo otherwise)
    {
        if (node is null)
            return otherwise;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(node.Text(), out TimeZoneInfo? zone) && zone.HasIanaId)
            return zone;
        node.Fault("must be a time zone's IANA name, such as Asia/Seoul");
        return otherwise;
    }

    /// <summary>Whether moments that are written so can be read again, to the minute: two, since a format without a day gives that of whoever reads it.</summary>
    public static bool IsTimeFormat(string format) =>
        format.Length is > 1 and <= 64 && IsReadAgain(new DateTimeOffset(2026, 11, 23, 17, 41, 0, TimeSpan.Zero), format) && IsReadAgain(new DateTimeOffset(2019, 2, 5, 3, 7, 0, TimeSpan.Zero), format);

    private static bool IsReadAgain(DateTimeOffset moment, string format)
    {
        try
        {
            return DateTimeOffset.TryParseExact(moment.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read)
                && read == moment;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // What the format has no use for is more likely a mistake than meant.
    private static void Only(PolicyNode node, RowFormat format)
    {
        foreach ((string member, RowFormat of) in new[] { ("record", RowFormat.Xml), ("delimiter", RowFormat.Csv), ("header", RowFormat.Csv), ("quotes", RowFormat.Csv) })
        {
            if (of != format)
                node[member]?.Fault($"means nothing here: it is for the format {of.ToString().ToLowerInvariant()}");
        }

        if (format == RowFormat.Xml)
            node["encoding"]?.Fault("means nothing here: XML says it itself");
    }

    private static Encoding Old(string name) => OldEncodings.Instance.GetEncoding(name)!;

    [GeneratedRegex(@"^(?:/[^/@.\s][^/@\s]*){1,32}$")]
    private static partial Regex Record();
}
