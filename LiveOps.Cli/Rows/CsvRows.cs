using LiveOps.Cli.Shell;
using nietras.SeparatedValues;

namespace LiveOps.Cli.Rows;

/// <summary>Values separated by commas, semicolons, tabs or bars (RFC 4180), under a line of names. Rows of another number of columns are bad.</summary>
internal static class CsvRows
{
    public static IEnumerable<SourceRow> Read(MeteredStream stream)
    {
        using SepReader reader = Open(stream);
        string[] names = [.. reader.Header.ColNames];
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Length; i++)
        {
            if (!columns.TryAdd(names[i].Trim(), i))
                throw CliFault.Usage($"the first line names the column '{PlainText.Of(names[i])}' twice; give each a name of its own.");
        }

        while (MoveNext(reader))
        {
            stream.Renew();
            if (Parse(reader.Current, names.Length, columns) is { } row)
                yield return row;
        }
    }

    private static SepReader Open(MeteredStream stream)
    {
        try
        {
            return Sep.Reader(options => options with { HasHeader = true, Unescape = true, DisableColCountCheck = true, ColNameComparer = StringComparer.Ordinal }).From(stream);
        }
        catch (Exception e) when (e is not CliFault)
        {
            throw CliFault.Usage($"the first line does not name columns: {e.Message}", e);
        }
    }

    private static bool MoveNext(SepReader reader)
    {
        try
        {
            return reader.MoveNext();
        }
        catch (Exception e) when (e is not CliFault and not OutOfMemoryException)
        {
            throw CliFault.Failed($"the file cannot be read on: {e.Message}", e);
        }
    }

    // An empty line is no row.
    private static SourceRow? Parse(SepReader.Row row, int count, Dictionary<string, int> columns)
    {
        if (row.Span.Trim().Length == 0)
            return null;
        if (row.ColCount != count)
            return SourceRow.Bad(row.LineNumberFrom, $"it has {row.ColCount} columns, and the first line names {count}");
        string[] values = new string[count];
        for (int i = 0; i < count; i++)
            values[i] = row[i].ToString();
        return new SourceRow(row.LineNumberFrom, name => columns.TryGetValue(name, out int at) ? values[at] : null);
    }
}
