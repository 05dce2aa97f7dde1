using System.Text;

namespace LiveOps.Core.Signing;

/// <summary>A shared secret as configured: <c>whsec_</c> and base64 (Standard Webhooks), or raw text.</summary>
public static class SigningSecret
{
    /// <summary>The fewest bytes of a secret given as raw text.</summary>
    public const int MinRawBytes = 32;

    /// <summary>The fewest bytes of a <c>whsec_</c> secret: Standard Webhooks asks for 24 to 64.</summary>
    public const int MinEncodedBytes = 24;

    private const string Prefix = "whsec_";

    /// <summary>The key's bytes.</summary>
    /// <param name="text">The configured value.</param>
    /// <param name="setting">The setting's name, for the error.</param>
    /// <exception cref="FormatException">Too short or not base64; the message names the setting and never holds the value.</exception>
    public static byte[] Parse(string text, string setting)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            byte[] raw = Encoding.UTF8.GetBytes(text);
            return raw.Length >= MinRawBytes
                ? raw
                : throw new FormatException($"{setting} is too short: raw text needs at least {MinRawBytes} bytes, it has {raw.Length}.");
        }

        byte[] key = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], key, out int length))
            throw new FormatException($"{setting} starts with {Prefix} but what follows is not base64.");
        return length >= MinEncodedBytes
            ? key[..length]
            : throw new FormatException($"{setting} is too short: {Prefix} needs at least {MinEncodedBytes} bytes behind the base64, it has {length}.");
    }
}
