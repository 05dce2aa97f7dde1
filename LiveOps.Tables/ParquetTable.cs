using Parquet;
using Parquet.Schema;

namespace LiveOps.Tables;

/// <summary>Parquet, in groups of 50,000 rows, or fewer whose texts are long: a group is held until it is written. Times are microseconds, UTC.</summary>
internal sealed class ParquetTable : ITableWriter
{
    private const int GroupRows = 50_000, GroupCharacters = 16 << 20;

    private readonly DataField[] _fields;
    private readonly List<object?[]> _rows = [];
    private readonly ParquetWriter _writer;
    private long _characters;

    private ParquetTable(ParquetWriter writer, DataField[] fields) => (_writer, _fields) = (writer, fields);

    public static async Task<ParquetTable> CreateAsync(Stream stream, IReadOnlyList<Column> columns, CancellationToken cancellation)
    {
        DataField[] fields = [.. columns.Select(Field)];
        return new ParquetTable(await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: cancellation), fields);
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
            if (_fields[i].ClrType == typeof(long))
                await group.WriteAsync<long>(_fields[i], _rows.ConvertAll(row => (long?)row[at]).ToArray(), cancellationToken: cancellation);
            else if (_fields[i].ClrType == typeof(DateTime))
                await group.WriteAsync<DateTime>(_fields[i], _rows.ConvertAll(row => (row[at] as DateTimeOffset?)?.UtcDateTime).ToArray(), cancellationToken: cancellation);
            else
                await group.WriteAsync(_fields[i], _rows.ConvertAll(row => (string?)row[at])!, null);
        }

        group.CompleteValidate();
        _rows.Clear();
        _characters = 0;
    }

    private static DataField Field(Column column) => column.Kind switch
    {
        ColumnKind.Whole => new DataField<long?>(column.Name),
        ColumnKind.Time => new DateTimeDataField(column.Name, DateTimeFormat.DateAndTimeMicros, isAdjustedToUTC: true, isNullable: true),
        _ => new DataField<string>(column.Name),
    };
}
