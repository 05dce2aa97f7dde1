using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LiveOps.Core.Windows;

/// <summary>
/// Times as people and programs write them (https://www.rfc-editor.org/rfc/rfc3339), <c>T</c> and <c>Z</c> in either case. One without its offset is none: it
/// would be of whatever zone the machine is set to.
/// </summary>
public static class Rfc3339
{
    private const int MaxLength = 48; // with sixteen digits behind the second and an offset it has 43

    private static readonly SearchValues<byte> Allowed = SearchValues.Create("0123456789TtZz:.+-"u8);

    /// <summary>Reads a time.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        Span<byte> ascii = stackalloc byte[MaxLength];
        time = default;
        return text.Length <= MaxLength && Ascii.IsValid(text) && TryParse(ascii[..Encoding.ASCII.GetBytes(text, ascii)], out time);
    }

    /// <summary>Reads a time in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is <= 10 or > MaxLength || text.ContainsAnyExcept(Allowed))
            return false;
        Span<byte> quoted = stackalloc byte[MaxLength + 2];
        quoted[0] = quoted[text.Length + 1] = (byte)'"';
        text.CopyTo(quoted[1..]);
        quoted.Replace((byte)'t', (byte)'T');
        quoted.Replace((byte)'z', (byte)'Z');
        if (text[^1] is not ((byte)'Z' or (byte)'z') && (text[^3] != (byte)':' || text[^6] is not ((byte)'+' or (byte)'-')))
            return false;
        var reader = new Utf8JsonReader(quoted[..(text.Length + 2)]);
        reader.Read();
        return reader.TryGetDateTimeOffset(out time);
    }
}
