using System.Buffers;
using System.Text.Json;
using LiveOps.Core.Events;

namespace LiveOps.Gateway.Ingest;

/// <summary>The body of a 202.</summary>
internal static class AnswerJson
{
    /// <summary>The answer to one accepted event, by far the commonest.</summary>
    public static readonly byte[] OneAccepted = """{"accepted":1,"duplicates":0,"rejected":[]}"""u8.ToArray();

    public static void Write(IBufferWriter<byte> to, int accepted, int duplicates, List<Rejection> rejected)
    {
        using var writer = new Utf8JsonWriter(to, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteNumber("accepted"u8, accepted);
        writer.WriteNumber("duplicates"u8, duplicates);
        WriteRejected(writer, rejected);
        writer.WriteEndObject();
    }

    public static void WriteRejected(Utf8JsonWriter writer, List<Rejection> rejected)
    {
        writer.WriteStartArray("rejected"u8);
        foreach (Rejection rejection in rejected)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index"u8, rejection.Index);
            writer.WriteString("id"u8, rejection.Id);
            writer.WriteNumber("status"u8, rejection.Type.Status);
            writer.WriteString("type"u8, rejection.Type.Uri);
            writer.WriteString("detail"u8, rejection.Detail);
            if (rejection.RetryAfter > 0)
                writer.WriteNumber("retryAfter"u8, rejection.RetryAfter);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
