using System.Globalization;
using System.Text;
using LiveOps.Gateway.Intake.Mappings;
using nietras.SeparatedValues;

namespace LiveOps.Gateway.Intake.Rows;

/// <summary>A row a line (RFC 4180), under a line of names or without one. Rows of another number of columns than the first line are bad; an empty line is none.</summary>
internal static class CsvRows
{
    private const int MostColumns = 1000;

    public static IEnumerable<SourceRow> Read(RowStream stream, RowShape shape)
    {
        // What is detected has no faults: bytes that are no text would become question marks.
        using var text = new StreamReader(stream, shape.Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 4096, leaveOpen: true);
        using SepReader? reader = Open(text, shape);
        if (reader is null)
            yield break;
        if (shape.HasHeader && shape.HasQuotes)
            CheckQuotes(reader.Header.ToString(), shape.Delimiter, 1);
        Dictionary<string, int>? columns = shape.HasHeader ? Columns(reader) : null;
        int count = columns?.Count ?? 0;
        while (MoveNext(reader))
        {
            stream.Renew();
            if (columns is null && count == 0)
                count = Bounded(reader.Current.ColCount);
            if (shape.HasQuotes)
                CheckQuotes(reader.Current.Span, shape.Delimiter, reader.Current.LineNumberFrom); // before columns are read, which takes them away
            if (Parse(reader.Current, count, columns) is { } row)
                yield return row;
        }
    }

    private static Dictionary<string, int> Columns(SepReader reader)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach ((int at, string name) in reader.Header.ColNames.Index())
        {
            if (!columns.TryAdd(name.Trim(), at))
                throw new RowFaultException("The first line names a column twice; give each a name of its own.");
        }

        Bounded(columns.Count);
        return columns;
    }

    // A row ends where marks are even: where they are not, the body did, and all the rows behind the mark are a text of this one.
    // And one that spans lines has its marks where they may stand (RFC 4180), or the lines behind a stray one would be part of it.
    private static void CheckQuotes(ReadOnlySpan<char> row, char delimiter, int line)
    {
        if (row.Count('"') % 2 != 0)
            throw new RowFaultException($"In the row of line {line} a quotation mark lacks its end.");
        if (row.IndexOfAny('\r', '\n') < 0)
            return;
        bool isInside = false;
        for (int at = 0; at < row.Length; at++)
        {
            if (row[at] != '"')
                continue;
            if (isInside && at + 1 < row.Length && row[at + 1] == '"')
            {
                at++; // two are one mark of the text
                continue;
            }

            if (isInside ? at + 1 < row.Length && row[at + 1] != delimiter : at > 0 && row[at - 1] != delimiter)
                throw new RowFaultException($"In the row of line {line} a quotation mark stands in the middle of a text, and lines behind it would be part of it.");
            isInside = !isInside;
        }
    }

    private static int Bounded(int count) => count <= MostColumns ? count : throw new RowFaultException($"A row has more than {MostColumns} columns.", isTooLarge: true);

    // Null where there is nothing at all, not even a header: the night had no rows.
    private static SepReader? Open(StreamReader text, RowShape shape) => Guarded(() => text.Peek() switch
    {
        < 0 => null,
        0xfffe => throw new RowFaultException("The body is UTF-16 of the other order of bytes; send the low one first."),
        _ => new Sep(shape.Delimiter).Reader(options => options with
        {
            HasHeader = shape.HasHeader,
            Unescape = shape.HasQuotes,
            DisableQuotesParsing = !shape.HasQuotes,
            DisableColCountCheck = true,
            ColNameComparer = StringComparer.Ordinal,
        }).From(text),
    });

    private static bool MoveNext(SepReader reader) => Guarded(reader.MoveNext);

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException e)
        {
            throw new RowFaultException("The body holds bytes that are no text of its source's encoding.", inner: e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or NotSupportedException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new RowFaultException("The body is not CSV that can be read on.", inner: e);
        }
    }

    private static SourceRow? Parse(SepReader.Row row, int count, Dictionary<string, int>? columns)
    {
        if (row.Span.Trim().Length == 0)
            return null;
        if (row.ColCount != count)
            return SourceRow.Bad(row.LineNumberFrom, $"it has {row.ColCount} columns, and the first line {count}");
        string[] values = new string[count];
        for (int i = 0; i < count; i++)
            values[i] = row[i].ToString();
        return new SourceRow(row.LineNumberFrom, name => IndexOf(name, columns) is var at and >= 0 && at < values.Length ? values[at] : null);
    }

    private static int IndexOf(string name, Dictionary<string, int>? columns) =>
        columns is null ? int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture) - 1 : columns.GetValueOrDefault(name, -1);
}
