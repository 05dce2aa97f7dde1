using System.Text.Json;
using System.Text.Json.Serialization;
using LiveOps.Core.Windows;

namespace LiveOps.Core.Json;

/// <summary>A time of a body: with its offset when it comes in, in UTC with <c>Z</c> when it goes out. For every property that is a <see cref="DateTimeOffset"/>.</summary>
public sealed class OffsetTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(JsonTokens.Text(ref reader), out DateTimeOffset time)
            ? time
            : throw new JsonException("a time has its offset, like 2026-11-20T09:30:00Z");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
