using System.Globalization;
using System.Text;

namespace LiveOps.Tables;

/// <summary>
/// Values separated by commas (RFC 4180), under a line of names. Words of people that begin as a formula does have an apostrophe before them
/// (https://owasp.org/www-community/attacks/CSV_Injection): a table program would run them.
/// </summary>
internal sealed class CsvTable : ITableWriter
{
    private readonly IReadOnlyList<Column> _columns;
    private readonly StreamWriter _writer;

    public CsvTable(Stream stream, IReadOnlyList<Column> columns)
    {
        (_columns, _writer) = (columns, new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" });
        _writer.WriteLine(string.Join(',', columns.Select(column => column.Name)));
    }

    public async Task AddAsync(object?[] row, CancellationToken cancellation) =>
        await _writer.WriteLineAsync(string.Join(',', row.Select((cell, at) => Quoted(Text(_columns[at].Kind, cell)))).AsMemory(), cancellation);

    public Task EndAsync(CancellationToken cancellation) => _writer.FlushAsync(cancellation);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static string Text(ColumnKind kind, object? cell) => cell switch
    {
        null => "",
        long number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        string { Length: > 0 } text when kind == ColumnKind.Text && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' => "'" + text,
        _ => (string)cell,
    };

    private static string Quoted(string text) => text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
