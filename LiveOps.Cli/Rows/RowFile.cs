using System.IO.Compression;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Rows;

/// <summary>A file of rows that is open, or the input; compressed by gzip or not.</summary>
internal sealed class RowFile : IDisposable
{
    private readonly FileStream? _file;
    private readonly MeteredStream _stream;

    private RowFile(FileStream? file, Stream stream) => (_file, _stream) = (file, new MeteredStream(stream));

    /// <summary>How much of it was read, from 0 to 1; 0 where nobody knows its length.</summary>
    public double Part => _file is { Length: > 0 } ? (double)_file.Position / _file.Length : 0;

    /// <param name="path">Where; <c>-</c>: the input.</param>
    /// <param name="terminal">Whose input.</param>
    public static RowFile Open(string path, Terminal terminal)
    {
        if (path == "-")
            return new RowFile(null, terminal.OpenInput());
        try
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return new RowFile(file, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"{PlainText.Of(path)} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Its rows.</summary>
    /// <param name="format">What it holds.</param>
    /// <param name="record">The path of a row, where the format needs one.</param>
    public IEnumerable<SourceRow> Rows(RowFormat format, string? record) => format switch
    {
        RowFormat.Csv => CsvRows.Read(_stream),
        RowFormat.Ndjson => NdjsonRows.Read(_stream),
        RowFormat.Xml => XmlRows.Read(_stream, record!),
        _ => Items(record!.Split('|')),
    };

    public void Dispose() => _stream.Dispose();

    private IEnumerable<SourceRow> Items(string[] paths)
    {
        var items = new JsonItems(_stream, paths);
        while (items.Next() is { } item)
            yield return JsonFields.Row(items.Line, item);
    }

    /// <summary>What a file's name says that it holds; null: nothing.</summary>
    public static RowFormat? FormatOf(string path)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" => RowFormat.Csv,
            ".ndjson" or ".jsonl" => RowFormat.Ndjson,
            ".xml" => RowFormat.Xml,
            _ => null,
        };
    }
}
