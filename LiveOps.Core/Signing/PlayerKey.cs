using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Core.Signing;

/// <summary>
/// A key for one player's client, derived from a key of the game, so that nothing of it need be kept. Its name says all that the derivation needs:
/// <c>p.&lt;player&gt;.&lt;expiry&gt;</c>, and behind it <c>~&lt;key&gt;</c> where the game's key is another than <see cref="KeyRing.DefaultKey"/>. No id holds a <c>~</c>, and an
/// expiry no dot, so a name is read in one way.
/// </summary>
/// <param name="PlayerId">Whose.</param>
/// <param name="Expiry">From when on it is none any more: Unix seconds.</param>
/// <param name="GameKey">The id of the game's key that it is derived from.</param>
public readonly record struct PlayerKey(string PlayerId, long Expiry, string GameKey)
{
    /// <summary>The longest that a key may have to live when it is made.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(366);

    private const string Prefix = "p.";
    private const char Of = '~';
    private const int SecretBytes = 32, MostDigits = 12;

    /// <summary>Its name, which a client sends in <see cref="KeyRing.KeyHeader"/>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{PlayerId}.{Expiry}{(GameKey == KeyRing.DefaultKey ? "" : Of + GameKey)}");

    /// <summary>Under what its requests' ids are kept apart from others': the player's and not the key's, so that one sent again under the next key is known. No key of a game has such a name.</summary>
    public string Scope => $"{Of}{PlayerId}{Of}{GameKey}";

    /// <summary>Reads a name; false when it is none, or not written as <see cref="Name"/> writes it.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out PlayerKey key)
    {
        key = default;
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name.Length > 2 * IdRule.MaxLength + Prefix.Length + MostDigits + 2)
            return false;
        ReadOnlySpan<char> gameKey = KeyRing.DefaultKey;
        if (name.IndexOf(Of) is var of and >= 0)
        {
            gameKey = name[(of + 1)..];
            name = name[..of];
            if (gameKey is KeyRing.DefaultKey)
                return false;
        }

        int dot = name.LastIndexOf('.');
        if (dot < Prefix.Length)
            return false;
        ReadOnlySpan<char> player = name[Prefix.Length..dot], expiry = name[(dot + 1)..];
        if (!IdRule.IsValid(player) || !IdRule.IsValid(gameKey) || expiry.Length is 0 or > MostDigits || expiry[0] == '0' || !long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            return false;
        key = new PlayerKey(player.ToString(), seconds, gameKey.ToString());
        return true;
    }

    /// <summary>
    /// The key's secret: HKDF-SHA256 (RFC 5869) of the game's secret, with <c>liveops player key</c> as the salt and <c>&lt;name&gt;\n&lt;epoch&gt;</c> as the info, 32 bytes.
    /// </summary>
    /// <param name="secret">The game's secret.</param>
    /// <param name="name">The key's name.</param>
    /// <param name="epoch">The player's epoch, see <see cref="IPlayerEpochs"/>.</param>
    public static byte[] Derive(ReadOnlySpan<byte> secret, string name, long epoch)
    {
        byte[] derived = new byte[SecretBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, derived, "liveops player key"u8, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}\n{epoch}")));
        return derived;
    }
}
