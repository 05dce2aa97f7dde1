using System.Buffers;
using System.Text;

namespace LiveOps.Core.Ids;

/// <summary>
/// What an id may look like, everywhere: 1 to 64 characters of <c>[A-Za-z0-9_.:-]</c>, and neither <c>.</c> nor <c>..</c>, which clients and proxies
/// take out of a path before it is sent. Those two were ids until they were found out: older data holds them (<see cref="WasValid(ReadOnlySpan{byte})"/>).
/// </summary>
public static class IdRule
{
    /// <summary>The longest id, in characters; each is one byte of UTF-8.</summary>
    public const int MaxLength = 64;

    /// <summary>The rule as the end of a sentence that begins with what is no id.</summary>
    public const string Sentence = "must be 1 to 64 characters of [A-Za-z0-9_.:-], and not . or ..";

    private const string Allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
    private static readonly SearchValues<byte> AllowedBytes = SearchValues.Create(Encoding.ASCII.GetBytes(Allowed));
    private static readonly SearchValues<char> AllowedChars = SearchValues.Create(Allowed);

    /// <summary>Whether the UTF-8 bytes are an id.</summary>
    public static bool IsValid(ReadOnlySpan<byte> id) => WasValid(id) && !IsDots(id);

    /// <summary>Whether the UTF-8 bytes are an id, or one that older data may hold.</summary>
    public static bool WasValid(ReadOnlySpan<byte> id) => id.Length is > 0 and <= MaxLength && id.IndexOfAnyExcept(AllowedBytes) < 0;

    /// <summary>Whether the bytes are <c>.</c> or <c>..</c>.</summary>
    public static bool IsDots(ReadOnlySpan<byte> id) => id.Length is 1 or 2 && id[0] == '.' && id[^1] == '.';

    /// <summary>How many bytes at the beginning of a text are ones that ids are made of.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(AllowedBytes);
        return length < 0 ? text.Length : length;
    }

    /// <summary>Whether the text is an id.</summary>
    public static bool IsValid(ReadOnlySpan<char> id) => WasValid(id) && !IsDots(id);

    /// <summary>Whether the text is an id, or one that older data may hold.</summary>
    public static bool WasValid(ReadOnlySpan<char> id) => id.Length is > 0 and <= MaxLength && id.IndexOfAnyExcept(AllowedChars) < 0;

    /// <summary>Whether the text is <c>.</c> or <c>..</c>.</summary>
    public static bool IsDots(ReadOnlySpan<char> id) => id is "." or "..";
}
