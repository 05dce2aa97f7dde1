using System.Buffers;
using System.Text.Json;

namespace LiveOps.Core.Json;

/// <summary>
/// Reads the token at hand of a body that anybody may have written, and throws at none: JSON can hold text that UTF-16 and UTF-8 cannot, an escaped half of
/// a surrogate pair above all, and <see cref="Utf8JsonReader"/> throws <see cref="InvalidOperationException"/> when it is asked for such text.
/// </summary>
public static class JsonTokens
{
    private const int LongestEscape = 6; // \u0061 for one byte

    /// <summary>What lies behind a byte order mark, which some editors write before everything.</summary>
    public static ReadOnlySpan<byte> PastMark(ReadOnlySpan<byte> json) => json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    /// <summary>Whether the name or string at hand is this one, written with escapes or without.</summary>
    public static bool Is(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.SequenceEqual(text);
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Copies the name or string at hand without its escapes; -1 when it is no text, or longer than there is room.</summary>
    public static int Copy(scoped ref Utf8JsonReader reader, scoped Span<byte> to)
    {
        ReadOnlySpan<byte> written = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
            return written.TryCopyTo(to) ? written.Length : -1;
        if (written.Length > LongestEscape * to.Length)
            return -1;
        byte[] plain = ArrayPool<byte>.Shared.Rent(written.Length); // without escapes it is no longer than with them
        try
        {
            int length = reader.CopyString(plain);
            return plain.AsSpan(0, length).TryCopyTo(to) ? length : -1;
        }
        catch (InvalidOperationException)
        {
            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>The name or string at hand; null when it is no text.</summary>
    public static string? Text(scoped ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
