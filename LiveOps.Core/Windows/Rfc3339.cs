using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LiveOps.Core.Windows;

/// <summary>
/// Times as people and programs write them (https://www.rfc-editor.org/rfc/rfc3339), <c>T</c> and <c>Z</c> in either case. One without its offset is none: it
/// would be of whatever zone the machine is set to; nor is one without seconds, or with a point and no digit behind it. An offset of more than fourteen hours, of which .NET has none, is read as UTC; a leap second
/// (<c>23:59:60</c> at the end of a month, UTC) is the first one of the next day, as in Unix time.
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
        return TryRead(quoted[..(text.Length + 2)], out time) || (!isFormer && TryReadRare(quoted[..(text.Length + 2)], out time));
    }

    private static bool TryRead(ReadOnlySpan<byte> quoted, out DateTimeOffset time)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.TryGetDateTimeOffset(out time);
    }

    // What the RFC writes and .NET cannot hold. The text is of its form.
    private static bool TryReadRare(Span<byte> quoted, out DateTimeOffset time)
    {
        const int SecondsAt = 1 + 17;
        Span<byte> seconds = quoted.Slice(SecondsAt, 2);
        bool isLeap = seconds.SequenceEqual("60"u8);
        if (isLeap)
            "59"u8.CopyTo(seconds);
        TimeSpan offset = TimeSpan.Zero;
        int end = quoted.Length - 1;
        if (quoted[end - 1] != (byte)'Z')
        {
            ReadOnlySpan<byte> text = quoted[(end - 6)..end]; // +00:00
            int hours = Number(text[1..3]), minutes = Number(text[4..6]);
            if (hours > 23 || minutes > 59)
            {
                time = default;
                return false;
            }

            offset = new TimeSpan(hours, minutes, 0) * (text[0] == (byte)'-' ? -1 : 1);
            quoted[end - 6] = (byte)'Z';
            quoted[end - 5] = (byte)'"';
            quoted = quoted[..(end - 4)];
        }

        if (!TryRead(quoted, out time))
            return false;
        long ticks = time.UtcTicks - offset.Ticks;
        if (ticks < DateTimeOffset.MinValue.UtcTicks || ticks > DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerSecond)
            return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        if (!isLeap)
            return true;
        time = time.AddSeconds(1);
        return time is { Day: 1, Hour: 0, Minute: 0, Second: 0 };
    }

    private static int Number(ReadOnlySpan<byte> digits) => (digits[0] - '0') * 10 + digits[1] - '0';

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
