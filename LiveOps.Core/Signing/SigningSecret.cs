using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveOps.Core.Signing;

/// <summary>A shared secret as configured: <c>whsec_</c> and base64 (Standard Webhooks), or raw text.</summary>
public static class SigningSecret
{
    /// <summary>The fewest bytes of a secret given as raw text.</summary>
    public const int MinRawBytes = 32;

    /// <summary>The fewest bytes of a <c>whsec_</c> secret: Standard Webhooks asks for 24 to 64.</summary>
    public const int MinEncodedBytes = 24;

    private const string Word = "whsec", Prefix = Word + "_";

    private const string VersionMark = "v1,"; // some consoles show a secret with the version of the signatures it makes
    private const int MadeBytes = 32;

    /// <summary>The key's bytes. A <c>whsec_</c> secret may be pasted with what stood around it: what is meant is certain. Of raw text it is not.</summary>
    /// <param name="text">The configured value.</param>
    /// <param name="setting">The setting's name, for the error.</param>
    /// <exception cref="FormatException">Too short, not base64, or open to two readings; the message names the setting and never holds the value.</exception>
    public static byte[] Parse(string text, string setting)
    {
        ReadOnlySpan<char> bare = Bare(text), plain = bare.StartsWith(VersionMark, StringComparison.OrdinalIgnoreCase) ? Bare(bare[VersionMark.Length..]) : bare;
        if (plain.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Decode(plain[Prefix.Length..], setting);
        if (bare.Contains(Word, StringComparison.OrdinalIgnoreCase) || bare.StartsWith("whpk_", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("whsk_", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"{setting} looks like a secret of Standard Webhooks and is none: write {Prefix}<base64> with nothing around it.");
        if (bare.Length != text.Length || (bare.Length > 0 && (Surrounds(bare[0]) || Surrounds(bare[^1]))))
            throw new FormatException($"{setting} has blanks or quotation marks around it, or a character that nobody sees, and whether they belong to the secret cannot be known: leave them out, or write the secret's bytes as {Prefix}<base64>.");
        byte[] raw = Encoding.UTF8.GetBytes(text);
        return raw.Length >= MinRawBytes
            ? raw
            : throw new FormatException($"{setting} is too short: raw text needs at least {MinRawBytes} bytes, it has {raw.Length}.");
    }

    /// <summary>A new secret of 32 random bytes, as every library of Standard Webhooks reads it.</summary>
    public static string Make() => Write(RandomNumberGenerator.GetBytes(MadeBytes));

    /// <summary>A secret's bytes as text, padded, as every library of Standard Webhooks reads it.</summary>
    public static string Write(ReadOnlySpan<byte> secret) => Prefix + Convert.ToBase64String(secret);

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.Length > 1 && text[0] == text[^1] && text[0] is '"' or '\'' or '`' ? text[1..^1].Trim() : text;
    }

    // Nobody means a secret to begin or end so: half a pair of quotation marks, an editor's curly ones, a mark of byte order.
    private static bool Surrounds(char end) => end is '"' or '\'' or '`'
        || char.GetUnicodeCategory(end) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    private static byte[] Decode(ReadOnlySpan<char> base64, string setting)
    {
        string padded = base64.ToString().PadRight((base64.Length + 3) / 4 * 4, '='); // some libraries hand secrets out without
        byte[] key = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, key, out int length))
            throw new FormatException($"{setting} starts with {Prefix} but what follows is not base64.");
        return length >= MinEncodedBytes
            ? key[..length]
            : throw new FormatException($"{setting} is too short: {Prefix} needs at least {MinEncodedBytes} bytes behind the base64, it has {length}.");
    }
}
