using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Client.Events;

namespace LiveOps.Client.Signing;

/// <summary>
/// What requests are signed with: a key of the game, on its servers, or a key of one player, in a client (<c>POST /v1/players/{id}/keys</c>). The secret is shown
/// by nothing here.
/// </summary>
public sealed class ClientKey
{
    private const string Prefix = "whsec_";
    private const int FewestRawBytes = 32, FewestEncodedBytes = 24;

    private readonly byte[] _secret;

    private ClientKey(string? name, string secret) => (Name, PlayerId, _secret) = (name, PlayerOf(name), Read(secret));

    /// <summary>Its name, sent as <c>liveops-key</c>; null for the game's default key.</summary>
    public string? Name { get; }

    /// <summary>The one player whose events it signs; null for a key of the game.</summary>
    public string? PlayerId { get; }

    /// <summary>A key of the game. It must never be in what players have.</summary>
    /// <param name="secret"><c>whsec_</c> and base64, or raw text of 32 bytes or more.</param>
    /// <param name="name">Its name, where the game has several.</param>
    /// <exception cref="FormatException">The secret is none; the message never holds it.</exception>
    public static ClientKey Game(string secret, string? name = null) => new(name is null ? null : GameIds.Need(name, nameof(name)), secret);

    /// <summary>A key of one player, as the game's server had it made.</summary>
    /// <param name="key"><c>p.&lt;player&gt;.&lt;expiry&gt;</c>.</param>
    /// <param name="secret"><c>whsec_</c> and base64.</param>
    /// <exception cref="FormatException">The secret, or the name, is none.</exception>
    public static ClientKey Player(string key, string secret)
    {
        foreach (char c in key)
        {
            if (c is <= ' ' or > '~')
                throw new FormatException("the key's name has a character that no header carries");
        }

        return PlayerOf(key) is not null ? new ClientKey(key, secret) : throw new FormatException("a player's key is p.<player>.<expiry>");
    }

    /// <summary>The signature of Standard Webhooks over <c>id.timestamp.body</c>: <c>v1,&lt;base64 HMAC-SHA256&gt;</c>.</summary>
    internal string Sign(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        Span<byte> head = stackalloc byte[id.Length + timestamp.Length + 2];
        int at = Encoding.ASCII.GetBytes(id.AsSpan(), head);
        head[at++] = (byte)'.';
        at += Encoding.ASCII.GetBytes(timestamp.AsSpan(), head[at..]);
        head[at] = (byte)'.';
        mac.AppendData(head);
        mac.AppendData(body);
        Span<byte> hash = stackalloc byte[32];
        mac.TryGetHashAndReset(hash, out _);
        return "v1," + Convert.ToBase64String(hash);
    }

    // p.<player>.<expiry>, and a player's id may have dots in it.
    private static string? PlayerOf(string? name)
    {
        int end = name is not null && name.StartsWith("p.", StringComparison.Ordinal) ? name.LastIndexOf('.') : -1;
        return end > 2 ? name![2..end] : null;
    }

    // An editor's quotation marks, a mark of byte order: nobody means a secret to begin or end so, and no service takes one that does.
    private static bool IsUnseen(char end) =>
        char.GetUnicodeCategory(end) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    private static byte[] Read(string secret)
    {
        string bare = secret.Trim().Trim('"', '\'', '`').Trim();
        if (bare.StartsWith("v1,", StringComparison.OrdinalIgnoreCase))
            bare = bare[3..];
        if (!bare.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            byte[] raw = Encoding.UTF8.GetBytes(secret);
            return bare.Length == secret.Length && raw.Length >= FewestRawBytes && !bare.Contains("whsec", StringComparison.OrdinalIgnoreCase) && !IsUnseen(secret[0]) && !IsUnseen(secret[^1])
                ? raw
                : throw new FormatException($"the secret must be {Prefix}<base64>, or raw text of at least {FewestRawBytes} bytes with no blanks or quotation marks around it");
        }

        string base64 = bare[Prefix.Length..].TrimEnd('=');
        byte[] key = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), key, out int length) || length < FewestEncodedBytes)
            throw new FormatException($"the secret begins with {Prefix}, but what follows is not base64 of at least {FewestEncodedBytes} bytes");
        return key.AsSpan(0, length).ToArray();
    }
}
