using System.Text.Json;

namespace LiveOps.Core.Events;

/// <summary>RFC 3339 times as events carry them.</summary>
internal static class EventTime
{
    /// <summary>Reads the string at hand; Unix time in milliseconds.</summary>
    public static bool TryParse(ref Utf8JsonReader reader, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        ReadOnlySpan<byte> text = reader.ValueSpan;

        // Utf8JsonReader takes a time without an offset for a local one; RFC 3339 has none without.
        bool hasOffset = text.Length > 10 && (text[^1] == (byte)'Z' || (text[^3] == (byte)':' && text[^6] is (byte)'+' or (byte)'-'));
        if (!hasOffset || !reader.TryGetDateTimeOffset(out DateTimeOffset time))
            return false;
        unixMilliseconds = time.ToUnixTimeMilliseconds();
        return true;
    }
}
