using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>The batches of statements: JSON.</summary>
internal static class SqlJson
{
    // Ids, numbers and documents of both: nothing that needs more than JSON's own escapes.
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>One object.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> members)
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

    /// <summary>A hash as 32 digits.</summary>
    public static void WriteHash(this Utf8JsonWriter json, ReadOnlySpan<byte> name, UInt128 hash)
    {
        json.WritePropertyName(name);
        json.WriteHashValue(hash);
    }

    /// <summary>A hash as 32 digits.</summary>
    public static void WriteHashValue(this Utf8JsonWriter json, UInt128 hash)
    {
        Span<byte> digits = stackalloc byte[32];
        hash.TryFormat(digits, out _, "x32");
        json.WriteStringValue(digits);
    }
}
