using System.Text.Json;
using LiveOps.Core.Json;
using LiveOps.Core.Windows;

namespace LiveOps.Core.Events;

/// <summary>Times as events carry them.</summary>
internal static class EventTime
{
    private const int MaxLength = 48;

    /// <summary>Reads the string at hand, any of whose characters may be escaped; Unix time in milliseconds.</summary>
    public static bool TryParse(scoped ref Utf8JsonReader reader, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        Span<byte> text = stackalloc byte[MaxLength];
        int length = JsonTokens.Copy(ref reader, text);
        if (length < 0 || !Rfc3339.TryParse(text[..length], out DateTimeOffset time))
            return false;
        unixMilliseconds = time.ToUnixTimeMilliseconds();
        return true;
    }
}
