using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveOps.Core.Windows;

namespace LiveOps.Core.Notices;

/// <summary>Writes what notices carry.</summary>
public static class NoticeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object with the members that are written.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a time.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="at">Unix ticks.</param>
    public static void WriteTime(this Utf8JsonWriter json, string name, long at) => json.WriteString(name, UnixTicks.ToUtc(at));
}
