using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Cli.Exporting;

/// <summary>A JSON object a line; what is not there is left out.</summary>
internal sealed class NdjsonExport(Stream stream, IReadOnlyList<Column> columns) : IExportWriter
{
    private readonly Utf8JsonWriter _json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public async Task AddAsync(object?[] row, CancellationToken cancellation)
    {
        _json.WriteStartObject();
        for (int i = 0; i < row.Length; i++)
        {
            switch (row[i])
            {
                case long number:
                    _json.WriteNumber(columns[i].Name, number);
                    break;
                case DateTimeOffset time:
                    _json.WriteString(columns[i].Name, time.UtcDateTime);
                    break;
                case string text:
                    _json.WriteString(columns[i].Name, text);
                    break;
            }
        }

        _json.WriteEndObject();
        await _json.FlushAsync(cancellation);
        stream.WriteByte((byte)'\n');
        _json.Reset();
    }

    public Task EndAsync(CancellationToken cancellation) => stream.FlushAsync(cancellation);

    public ValueTask DisposeAsync() => _json.DisposeAsync();
}
