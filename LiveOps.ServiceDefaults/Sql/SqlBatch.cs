using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>Makes the one parameter of a statement: JSON.</summary>
public static class SqlBatch
{
    /// <summary>How it is written. Ids, numbers and documents of both: nothing that needs more than JSON's own escapes.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An object.</summary>
    public static ReadOnlyMemory<byte> One(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>An array of objects.</summary>
    public static ReadOnlyMemory<byte> Many<T>(IReadOnlyCollection<T> rows, Action<Utf8JsonWriter, T> members)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + 128 * rows.Count);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (T row in rows)
            {
                json.WriteStartObject();
                members(json, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }
}
