using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;

namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>
/// A notice as a CloudEvent 1.0 in JSON, structured (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md): the same bytes for every attempt.
/// </summary>
internal static class CloudEvent
{
    /// <summary>What it says it is.</summary>
    public const string ContentType = "application/cloudevents+json";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The event.</summary>
    public static byte[] Write(Notice notice)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + notice.Data.Length);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("specversion"u8, "1.0");
            json.WriteString("id"u8, notice.Id);
            json.WriteString("source"u8, "/liveops/" + notice.Source);
            json.WriteString("type"u8, NoticeTypes.Name(notice.Type));
            json.WriteString("subject"u8, notice.Subject);
            json.WriteString("time"u8, UnixTicks.ToUtc(notice.At));
            json.WriteString("datacontenttype"u8, "application/json");
            json.WritePropertyName("data"u8);
            json.WriteRawValue(notice.Data.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
