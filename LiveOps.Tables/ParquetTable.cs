using System.Text;
using Parquet;
using Parquet.Schema;

namespace LiveOps.Tables;

/// <summary>
/// Parquet, in groups of 50,000 rows, or fewer whose texts are long: a group is held until it is written. Times are microseconds, UTC.
/// <para>Readers skip groups by a column's least and greatest value, which Parquet.Net (6.1) writes wrongly: of times as milliseconds, whatever their unit is, and of texts by the order of UTF-16 in
/// place of UTF-8's (findings/parquet-net-statistics.sh). So times are handed to it as the numbers that they are in the file, and texts whose order would differ as bytes, of which it keeps no least and
/// greatest: such a group is read instead of skipped. What the file says that a column is stays the same.</para>
/// </summary>
internal sealed class ParquetTable : ITableWriter
{
    private const int GroupRows = 50_000, GroupCharacters = 16 << 20;

    private readonly IReadOnlyList<Column> _columns;
    private readonly DataField[] _fields, _raw; // what the file says of each column, and what it is where its cells are handed over as the file holds them
    private readonly List<object?[]> _rows = [];
    private readonly ParquetWriter _writer;
    private long _characters;

    private ParquetTable(ParquetWriter writer, IReadOnlyList<Column> columns, DataField[] fields, DataField[] raw) => (_writer, _columns, _fields, _raw) = (writer, columns, fields, raw);

    public static async Task<ParquetTable> CreateAsync(Stream stream, IReadOnlyList<Column> columns, CancellationToken cancellation)
    {
        DataField[] fields = [.. columns.Select(Field)], raw = [.. columns.Select(Raw)];
        _ = new ParquetSchema(raw); // a field of no schema cannot be written; to the file's it belongs by its name
        return new ParquetTable(await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: cancellation), columns, fields, raw);
    }

    public async Task AddAsync(object?[] row, CancellationToken cancellation)
    {
        _rows.Add(row);
        foreach (object? cell in row)
            _characters += (cell as string)?.Length ?? 0;
        if (_rows.Count == GroupRows || _characters >= GroupCharacters)
            await WriteGroupAsync(cancellation);
    }

    public async Task EndAsync(CancellationToken cancellation)
    {
        if (_rows.Count > 0)
            await WriteGroupAsync(cancellation);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task WriteGroupAsync(CancellationToken cancellation)
    {
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        for (int i = 0; i < _fields.Length; i++)
        {
            int at = i;
            if (_columns[i].Kind == ColumnKind.Whole)
                await group.WriteAsync<long>(_fields[i], _rows.ConvertAll(row => (long?)row[at]).ToArray(), cancellationToken: cancellation);
            else if (_columns[i].Kind == ColumnKind.Time)
                await group.WriteAsync<long>(_raw[i], _rows.ConvertAll(row => Microseconds(row[at] as DateTimeOffset?)).ToArray(), cancellationToken: cancellation);
            else if (_rows.Exists(row => HasOrderOfItsOwn((string?)row[at])))
                await group.WriteAsync(_raw[i], _rows.ConvertAll(row => row[at] is string text ? Encoding.UTF8.GetBytes(text) : null), null);
            else
                await group.WriteAsync(_fields[i], _rows.ConvertAll(row => (string?)row[at])!, null);
        }

        group.CompleteValidate();
        _rows.Clear();
        _characters = 0;
    }

    private static long? Microseconds(DateTimeOffset? time) => time is { } at ? (at.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : null;

    // UTF-16 and UTF-8 order alike up to U+D7FF, which is nearly all that people write; above stand the halves of what is beyond U+FFFF, and the rest of what is not.
    private static bool HasOrderOfItsOwn(string? text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uFFFF');

    private static DataField Field(Column column) => column.Kind switch
    {
        ColumnKind.Whole => new DataField<long?>(column.Name),
        ColumnKind.Time => new DateTimeDataField(column.Name, DateTimeFormat.DateAndTimeMicros, isAdjustedToUTC: true, isNullable: true),
        _ => new DataField<string>(column.Name),
    };

    private static DataField Raw(Column column) =>
        column.Kind is ColumnKind.Whole or ColumnKind.Time ? new DataField<long?>(column.Name) : new DataField(column.Name, typeof(byte[]), isNullable: true, isArray: false);
}
