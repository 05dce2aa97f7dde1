using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Tables;

/// <summary>A JSON object a line; what is not there is left out.</summary>
internal sealed class NdjsonTable : ITableWriter
{
    private const int HeldBytes = 32 << 10;

    private readonly Stream _stream;
    private readonly IReadOnlyList<Column> _columns;
    private readonly ArrayBufferWriter<byte> _held = new(2 * HeldBytes);
    private readonly Utf8JsonWriter _json;

    public NdjsonTable(Stream stream, IReadOnlyList<Column> columns) =>
        (_stream, _columns, _json) = (stream, columns, new Utf8JsonWriter(_held, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    public Task AddAsync(object?[] row, CancellationToken cancellation)
    {
        _json.WriteStartObject();
        for (int i = 0; i < row.Length; i++)
        {
            switch (row[i])
            {
                case long number:
                    _json.WriteNumber(_columns[i].Name, number);
                    break;
                case DateTimeOffset time:
                    _json.WriteString(_columns[i].Name, time.UtcDateTime);
                    break;
                case string text:
                    _json.WriteString(_columns[i].Name, text);
                    break;
            }
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _held.Write("\n"u8);
        return _held.WrittenCount < HeldBytes ? Task.CompletedTask : SendAsync(cancellation);
    }

    public async Task EndAsync(CancellationToken cancellation)
    {
        await SendAsync(cancellation);
        await _stream.FlushAsync(cancellation);
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private async Task SendAsync(CancellationToken cancellation)
    {
        await _stream.WriteAsync(_held.WrittenMemory, cancellation);
        _held.ResetWrittenCount();
    }
}
