using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Connecting;

/// <summary>A player's key derived without asking, as the gateway derives it: HKDF-SHA256 (RFC 5869) of the game's secret (docs/http.md).</summary>
internal static class PlayerKeys
{
    private const string Prefix = "whsec_";

    /// <param name="secret">The game's.</param>
    /// <param name="player">Whose it is.</param>
    /// <param name="expiresAt">Until when.</param>
    /// <param name="gameKey">The game's key that it comes from; null: the default one.</param>
    /// <param name="epoch">When the player's keys were last revoked, Unix seconds; 0: never.</param>
    public static (string Key, string Secret) Derive(string secret, string player, DateTimeOffset expiresAt, string? gameKey, long epoch)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"p.{player}.{expiresAt.ToUnixTimeSeconds()}{(gameKey is null or "default" ? "" : "~" + gameKey)}");
        byte[] info = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}\n{epoch}"));
        return (name, Prefix + Convert.ToBase64String(HKDF.DeriveKey(HashAlgorithmName.SHA256, Bytes(secret), 32, "liveops player key"u8.ToArray(), info)));
    }

    /// <summary>A new secret of 32 random bytes.</summary>
    public static string MakeSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    // As ClientKey reads it, which has found it right before.
    private static byte[] Bytes(string secret)
    {
        string bare = secret.Trim().Trim('"', '\'', '`').Trim();
        if (bare.StartsWith("v1,", StringComparison.OrdinalIgnoreCase))
            bare = bare[3..];
        if (!bare.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Encoding.UTF8.GetBytes(secret);
        string base64 = bare[Prefix.Length..].TrimEnd('=');
        try
        {
            return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException e)
        {
            throw CliFault.Usage("the secret begins with whsec_, but what follows is not base64.", e);
        }
    }
}
