namespace LiveOps.Tables;

/// <summary>Makes the writer of a form.</summary>
public static class TableFile
{
    /// <summary>A writer; what it has written is whole once <see cref="ITableWriter.EndAsync"/> has returned and it is disposed of.</summary>
    /// <param name="stream">Where to; it is left open.</param>
    /// <param name="format">In which form.</param>
    /// <param name="columns">The columns of each row.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ITableWriter> CreateAsync(Stream stream, TableFormat format, IReadOnlyList<Column> columns, CancellationToken cancellation) => format switch
    {
        TableFormat.Csv => new CsvTable(stream, columns),
        TableFormat.Ndjson => new NdjsonTable(stream, columns),
        _ => await ParquetTable.CreateAsync(stream, columns, cancellation),
    };

    /// <summary>What a file's name ends with.</summary>
    public static string Ending(TableFormat format) => format switch
    {
        TableFormat.Csv => ".csv",
        TableFormat.Ndjson => ".ndjson",
        _ => ".parquet",
    };
}
