using LiveOps.Cli.Shell;
using LiveOps.Tables;

namespace LiveOps.Cli.Exporting;

/// <summary>Where an export goes: a file that has its name when it is whole and not before, or the output.</summary>
internal static class ExportFile
{
    /// <summary>The form that is asked for, or that the file's name says; CSV where nothing does.</summary>
    public static TableFormat FormatOf(string? said, string? path) =>
        said is not null ? Enum.Parse<TableFormat>(said, ignoreCase: true) : Path.GetExtension(path)?.ToLowerInvariant() switch
        {
            ".ndjson" or ".jsonl" => TableFormat.Ndjson,
            ".parquet" => TableFormat.Parquet,
            _ => TableFormat.Csv,
        };

    /// <summary>Writes a table.</summary>
    /// <param name="terminal">Whose output it is, where <paramref name="path"/> is null.</param>
    /// <param name="path">The file; null: the output.</param>
    /// <param name="format">The form.</param>
    /// <param name="table">What.</param>
    /// <param name="counted">Told of the number of rows so far.</param>
    /// <param name="cancellation">Ends it; no file is left then.</param>
    public static async Task WriteAsync(Terminal terminal, string? path, TableFormat format, ExportTable table, Action<long> counted, CancellationToken cancellation)
    {
        if (path is null)
        {
            if (format == TableFormat.Parquet)
                throw CliFault.Usage("Parquet is no text: name its file by --out.");
            await using Stream output = terminal.OpenOutput();
            await WriteAsync(output, format, table, counted, cancellation);
            return;
        }

        string aside = path + ".part";
        try
        {
            await using (FileStream file = File.Create(aside))
                await WriteAsync(file, format, table, counted, cancellation);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or ArgumentException)
        {
            throw CliFault.Usage($"{PlainText.Of(path)} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(aside))
                File.Delete(aside);
        }
    }

    private static async Task WriteAsync(Stream stream, TableFormat format, ExportTable table, Action<long> counted, CancellationToken cancellation)
    {
        await using IAsyncEnumerator<object?[]> row = table.Rows.GetAsyncEnumerator(cancellation);
        bool isRow = await row.MoveNextAsync(); // what is refused leaves no head of a table
        await using var buffered = new BufferedStream(stream, 64 << 10);
        await using ITableWriter writer = await TableFile.CreateAsync(buffered, format, table.Columns, cancellation);
        for (long rows = 0; isRow; isRow = await row.MoveNextAsync())
        {
            await writer.AddAsync(row.Current, cancellation);
            counted(++rows);
        }

        await writer.EndAsync(cancellation);
    }
}
