using System.Buffers;
using System.Text.Json;
using LiveOps.Core.Json;

namespace LiveOps.Core.Events;

/// <summary>RFC 3339 times as events carry them.</summary>
internal static class EventTime
{
    private const int MaxLength = 48; // with sixteen digits behind the second and an offset it has 43

    private static readonly SearchValues<byte> Allowed = SearchValues.Create("0123456789TtZz:.+-"u8);

    /// <summary>Reads the string at hand, whose letters may be small and any of whose characters escaped; Unix time in milliseconds.</summary>
    public static bool TryParse(scoped ref Utf8JsonReader reader, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        Span<byte> quoted = stackalloc byte[MaxLength + 2];
        int length = JsonTokens.Copy(ref reader, quoted[1..^1]);
        if (length < 0)
            return false;
        Span<byte> text = quoted.Slice(1, length);
        if (text.ContainsAnyExcept(Allowed))
            return false;
        text.Replace((byte)'t', (byte)'T');
        text.Replace((byte)'z', (byte)'Z');

        // Utf8JsonReader takes a time without an offset for a local one; RFC 3339 has none without.
        bool hasOffset = length > 10 && (text[^1] == (byte)'Z' || (text[^3] == (byte)':' && text[^6] is (byte)'+' or (byte)'-'));
        if (!hasOffset)
            return false;
        quoted[0] = quoted[length + 1] = (byte)'"';
        var plain = new Utf8JsonReader(quoted[..(length + 2)]);
        plain.Read();
        if (!plain.TryGetDateTimeOffset(out DateTimeOffset time))
            return false;
        unixMilliseconds = time.ToUnixTimeMilliseconds();
        return true;
    }
}
