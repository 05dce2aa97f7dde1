using System.Text.Json;

namespace LiveOps.Cli.Rows;

/// <summary>A JSON object a line. A line that is none costs the others nothing.</summary>
internal static class NdjsonRows
{
    public static IEnumerable<SourceRow> Read(MeteredStream stream)
    {
        var lines = new Lines(stream);
        while (lines.Next(out bool isTooLong) is { } line)
        {
            if (isTooLong)
                yield return SourceRow.Bad(lines.Number, $"the line is longer than {Lines.MostBytes >> 10} KiB");
            else if (line.Span.Trim(" \t"u8).Length > 0)
                yield return Parse(lines.Number, line);
        }
    }

    private static SourceRow Parse(long number, ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, JsonFields.Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object ? JsonFields.Row(number, json.RootElement.Clone()) : SourceRow.Bad(number, "the line is JSON, but no object");
        }
        catch (JsonException)
        {
            return SourceRow.Bad(number, "the line is not a JSON object");
        }
    }
}
