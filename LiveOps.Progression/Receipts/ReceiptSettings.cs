using LiveOps.Core.Receipts;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Progression.Receipts;

/// <summary>
/// The receipt keys of the configuration. <c>RECEIPT_KEY</c>, a key of the curve P-256 in PEM, signs where it is set, so that anybody verifies by the key that is published; else
/// <c>RECEIPT_SECRET</c> does, raw text of at least 32 bytes, or <c>whsec_</c> and base64. Receipts of other keys, <c>Receipts__Keys__&lt;n&gt;</c> of either kind, verify as well, and what
/// is public of them is published: former keys, and the one that is to sign next.
/// </summary>
internal static class ReceiptSettings
{
    private const string KeySetting = "RECEIPT_KEY", SecretSetting = "RECEIPT_SECRET";

    /// <exception cref="SettingException">A key is missing, or none.</exception>
    public static ReceiptKeys Read(IConfiguration configuration)
    {
        ReceiptKey? secret = configuration[SecretSetting] is { Length: > 0 } text ? Key(text, SecretSetting) : null;
        if (secret is CurveReceiptKey)
            throw new SettingException($"{SecretSetting} is a key in PEM: set {KeySetting} to it.");
        if (configuration["Receipts:Keys"] is { Length: > 0 })
            throw new SettingException("Receipts__Keys is no setting: other keys of receipts are Receipts__Keys__<n>, the first Receipts__Keys__0.");
        ReceiptKey[] others = [.. configuration.GetSection("Receipts:Keys").GetChildren().Select(entry => Key(entry.Value ?? "", $"Receipts__Keys__{entry.Key}"))];
        if (configuration[KeySetting] is not { Length: > 0 } pem)
            return new ReceiptKeys(secret ?? throw new SettingException($"{SecretSetting} is not set, nor {KeySetting}: without one of them no receipt can be signed."), others);
        var key = Curve(pem, KeySetting);
        if (!key.CanSign)
            throw new SettingException($"{KeySetting} has its public half alone, and cannot sign.");
        return new ReceiptKeys(key, secret is null ? others : [secret, .. others]);
    }

    private static ReceiptKey Key(string text, string setting)
    {
        if (CurveReceiptKey.IsPem(text))
            return Curve(text, setting);
        try
        {
            return new SecretReceiptKey(SigningSecret.Parse(text, setting));
        }
        catch (FormatException e)
        {
            throw new SettingException(e.Message);
        }
    }

    private static CurveReceiptKey Curve(string text, string setting)
    {
        try
        {
            return CurveReceiptKey.Parse(text, setting);
        }
        catch (FormatException e)
        {
            throw new SettingException(e.Message);
        }
    }
}
