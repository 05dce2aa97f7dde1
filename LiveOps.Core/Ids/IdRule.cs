using System.Buffers;
using System.Text;

namespace LiveOps.Core.Ids;

/// <summary>What an id may look like, everywhere: 1 to 64 characters of <c>[A-Za-z0-9_.:-]</c>.</summary>
public static class IdRule
{
    /// <summary>The longest id, in characters; each is one byte of UTF-8.</summary>
    public const int MaxLength = 64;

    private const string Allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
    private static readonly SearchValues<byte> AllowedBytes = SearchValues.Create(Encoding.ASCII.GetBytes(Allowed));
    private static readonly SearchValues<char> AllowedChars = SearchValues.Create(Allowed);

    /// <summary>Whether the UTF-8 bytes are an id.</summary>
    public static bool IsValid(ReadOnlySpan<byte> id) => id.Length is > 0 and <= MaxLength && id.IndexOfAnyExcept(AllowedBytes) < 0;

    /// <summary>How many bytes at the beginning of a text are ones that ids are made of.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(AllowedBytes);
        return length < 0 ? text.Length : length;
    }

    /// <summary>Whether the text is an id.</summary>
    public static bool IsValid(ReadOnlySpan<char> id) => id.Length is > 0 and <= MaxLength && id.IndexOfAnyExcept(AllowedChars) < 0;
}
