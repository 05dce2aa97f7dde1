using System.Buffers;
using System.Text;
using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Columns;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// What a statement of many rows is given, column by column. PostgreSQL takes each column as an array, in binary, and <c>unnest</c> makes rows of them; MySQL,
/// which has no arrays, takes rows in the text of an <c>INSERT</c> (<c>@values</c>), else JSON: an array of rows, or, where there are values for all rows, an object of those and of an array for each column.
/// Filled again for each group of messages; for one at a time.
/// </summary>
#pragma warning disable CA1001 // a writer to memory holds nothing
public sealed class SqlColumns
#pragma warning restore CA1001
{
    private readonly SqlColumn[] _columns;
    private ArrayBufferWriter<byte>? _json;
    private Utf8JsonWriter? _writer;

    /// <param name="columns">Those of rows all have as many values.</param>
    public SqlColumns(params SqlColumn[] columns) => _columns = columns;

    /// <summary>How many rows there are.</summary>
    public int Rows => Array.Find(_columns, column => !column.IsOne)?.Count ?? 0;

    /// <summary>The column of a name; null when there is none.</summary>
    internal SqlColumn? Find(string name) => Array.Find(_columns, column => column.Name == name);

    /// <summary>Removes all values.</summary>
    public void Clear()
    {
        foreach (SqlColumn column in _columns)
            column.Clear();
    }

    /// <summary>
    /// Writes rows as MySQL's <c>VALUES</c> has them, <c>(1,x'6162'),(…)</c>, of some columns in an order of their own: numbers, and all else as the digits of its bytes, in which nothing has to be escaped, or, where it is long, as
    /// it is, if nothing has to be escaped in it (<c>_binary'{"a":1}'</c>).
    /// </summary>
    /// <exception cref="ArgumentException">It has no such column.</exception>
    internal void WriteValues(StringBuilder text, IReadOnlyList<string> names)
    {
        SqlColumn[] columns = [.. names.Select(Named)];
        for (int row = 0, rows = Rows; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ",(");
            for (int column = 0; column < columns.Length; column++)
            {
                if (column > 0)
                    text.Append(',');
                columns[column].WriteLiteral(text, columns[column].IsOne ? 0 : row);
            }

            text.Append(')');
        }
    }

    /// <summary>Writes what there is one of for all rows, in the same way.</summary>
    /// <exception cref="ArgumentException">It has no such column.</exception>
    internal void WriteOne(StringBuilder text, string name) => Named(name).WriteLiteral(text, 0);

    private SqlColumn Named(string name) => Find(name) ?? throw new ArgumentException($"a statement is not given its {name}");

    /// <summary>As JSON in UTF-8, until it is asked for again.</summary>
    internal ReadOnlyMemory<byte> ToJson()
    {
        _json ??= new ArrayBufferWriter<byte>(4096);
        _writer ??= new Utf8JsonWriter(_json, SqlBatch.Options);
        _json.ResetWrittenCount();
        _writer.Reset();
        if (Array.Exists(_columns, column => column.IsOne))
            WriteObject(_writer);
        else
            WriteRows(_writer);
        _writer.Flush();
        return _json.WrittenMemory;
    }

    private void WriteObject(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (SqlColumn column in _columns)
        {
            if (column.IsOne)
                column.Write(json, 0);
            else
                column.WriteAll(json);
        }

        json.WriteEndObject();
    }

    private void WriteRows(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        for (int row = 0, rows = Rows; row < rows; row++)
        {
            json.WriteStartObject();
            foreach (SqlColumn column in _columns)
                column.Write(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
