using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LiveOps.Core.Windows;

/// <summary>
/// Times as people and programs write them (https://www.rfc-editor.org/rfc/rfc3339), <c>T</c> and <c>Z</c> in either case. One without its offset is none: it
/// would be of whatever zone the machine is set to; nor is one without seconds, or with a point and no digit behind it.
/// </summary>
public static class Rfc3339
{
    private const int MaxLength = 48; // with sixteen digits behind the second and an offset it has 43

    private static ReadOnlySpan<byte> Form => "0000-00-00T00:00:00"u8;

    private static readonly SearchValues<byte> Allowed = SearchValues.Create("0123456789TtZz:.+-"u8);

    /// <summary>Reads a time.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        Span<byte> ascii = stackalloc byte[MaxLength];
        time = default;
        return text.Length <= MaxLength && Ascii.IsValid(text) && TryParse(ascii[..Encoding.ASCII.GetBytes(text, ascii)], out time);
    }

    /// <summary>Reads a time in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time) => TryParse(text, isFormer: false, out time);

    /// <summary>Reads a time of a document that is kept: former versions took ones without seconds, and what was taken once stays readable.</summary>
    public static bool TryParseKept(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        Span<byte> ascii = stackalloc byte[MaxLength];
        time = default;
        return text.Length <= MaxLength && Ascii.IsValid(text) && TryParse(ascii[..Encoding.ASCII.GetBytes(text, ascii)], isFormer: true, out time);
    }

    private static bool TryParse(ReadOnlySpan<byte> text, bool isFormer, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is <= 10 or > MaxLength || text.ContainsAnyExcept(Allowed))
            return false;
        Span<byte> quoted = stackalloc byte[MaxLength + 2];
        quoted[0] = quoted[text.Length + 1] = (byte)'"';
        text.CopyTo(quoted[1..]);
        quoted.Replace((byte)'t', (byte)'T');
        quoted.Replace((byte)'z', (byte)'Z');
        if (isFormer ? text[^1] is not ((byte)'Z' or (byte)'z') && (text[^3] != (byte)':' || text[^6] is not ((byte)'+' or (byte)'-')) : !IsWritten(quoted[1..(text.Length + 1)]))
            return false;
        var reader = new Utf8JsonReader(quoted[..(text.Length + 2)]);
        reader.Read();
        return reader.TryGetDateTimeOffset(out time);
    }

    // date-time of RFC 3339, section 5.6: ISO 8601, which the reader knows, has more. Whether there is such a day and hour is the reader's to say.
    private static bool IsWritten(ReadOnlySpan<byte> text)
    {
        bool isUtc = text[^1] == (byte)'Z';
        int end = text.Length - (isUtc ? 1 : "+00:00".Length);
        if (end < Form.Length || !IsLike(text, Form) || (!isUtc && (text[end] is not ((byte)'+' or (byte)'-') || !IsLike(text[(end + 1)..], "00:00"u8))))
            return false;
        ReadOnlySpan<byte> fraction = text[Form.Length..end];
        return fraction.Length == 0 || (fraction.Length > 1 && fraction[0] == (byte)'.' && !fraction[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
    }

    // A 0 stands for any digit.
    private static bool IsLike(ReadOnlySpan<byte> text, ReadOnlySpan<byte> form)
    {
        for (int at = 0; at < form.Length; at++)
        {
            if (form[at] == (byte)'0' ? !char.IsAsciiDigit((char)text[at]) : text[at] != form[at])
                return false;
        }

        return true;
    }
}
