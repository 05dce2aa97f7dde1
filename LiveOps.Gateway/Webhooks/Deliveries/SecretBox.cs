using System.Security.Cryptography;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>
/// Seals the secrets of webhooks before they are written down anywhere: AES-256-GCM under a key that HKDF-SHA256 derives from <c>WEBHOOK_SECRET_KEY</c>, or else from <c>HMAC_SECRET</c>.
/// Sealed, one is <c>16 bytes that name the key | 12 of nonce | the secret's | 16 of tag</c>: longer than any secret, which has 64 at the most, so that those which older programs wrote
/// bare are told apart. It is opened by whichever key sealed it: besides that one by <c>WEBHOOK_SECRET_KEY_BEFORE</c>, <c>HMAC_SECRET</c>, and the secrets that stand beside that while it
/// rotates.
/// </summary>
internal sealed class SecretBox
{
    /// <summary>The most bytes of a secret that is sealed.</summary>
    public const int MostBytes = MostBare + NameLength + NonceLength + TagLength;

    private const int MostBare = 64, NameLength = 16, NonceLength = 12, TagLength = 16, KeyLength = 32;

    private readonly (byte[] Name, byte[] Key)[] _keys;

    /// <param name="secrets">Those that keys are derived from: the first seals, the others open what was sealed before.</param>
    public SecretBox(params IEnumerable<byte[]> secrets)
    {
        _keys = [.. secrets.Select(secret => (Derive(secret, "liveops webhook secrets: name", NameLength), Derive(secret, "liveops webhook secrets: key", KeyLength)))];
        Seals = _keys.Length > 0;
    }

    /// <summary>Whether there is a key that seals; else secrets stay as they are.</summary>
    public bool Seals { get; private init; }

    /// <summary>Reads what seals.</summary>
    /// <exception cref="SettingException">It is wrong.</exception>
    public static SecretBox Read(IConfiguration configuration)
    {
        try
        {
            string[] settings =
            [
                "WEBHOOK_SECRET_KEY", "HMAC_SECRET", "WEBHOOK_SECRET_KEY_BEFORE",
                .. configuration.GetSection($"Signing:Keys:{KeyRing.DefaultKey}").GetChildren().Select(secret => secret.Path),
            ];
            settings = Array.FindAll(settings, setting => configuration[setting] is { Length: > 0 });
            return new SecretBox(settings.Select(setting => SigningSecret.Parse(configuration[setting]!, setting.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal))))
            {
                Seals = Array.Exists(settings, setting => setting is "WEBHOOK_SECRET_KEY" or "HMAC_SECRET"),
            };
        }
        catch (FormatException e)
        {
            throw new SettingException(e.Message);
        }
    }

    /// <summary>Seals a secret; one that is sealed already stays, and so does any where there is no key.</summary>
    public byte[] Seal(byte[] secret)
    {
        if (secret.Length is 0 or > MostBare || !Seals)
            return secret;
        byte[] seal = new byte[NameLength + NonceLength + secret.Length + TagLength];
        _keys[0].Name.CopyTo(seal, 0);
        Span<byte> nonce = seal.AsSpan(NameLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_keys[0].Key, TagLength);
        cipher.Encrypt(nonce, secret, seal.AsSpan(NameLength + NonceLength, secret.Length), seal.AsSpan(seal.Length - TagLength), _keys[0].Name);
        return seal;
    }

    /// <summary>Opens one; null where none of the keys has sealed it.</summary>
    public byte[]? Open(byte[] seal)
    {
        if (seal.Length <= MostBare)
            return seal;
        (byte[] Name, byte[] Key) found = Array.Find(_keys, key => seal.AsSpan(0, NameLength).SequenceEqual(key.Name));
        if (found.Key is null)
            return null;
        byte[] secret = new byte[seal.Length - NameLength - NonceLength - TagLength];
        using var cipher = new AesGcm(found.Key, TagLength);
        try
        {
            cipher.Decrypt(seal.AsSpan(NameLength, NonceLength), seal.AsSpan(NameLength + NonceLength, secret.Length), seal.AsSpan(seal.Length - TagLength), secret, found.Name);
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(byte[] secret, string what, int length) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, length, info: System.Text.Encoding.ASCII.GetBytes(what));
}
