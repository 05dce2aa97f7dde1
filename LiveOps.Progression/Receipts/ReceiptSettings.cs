using LiveOps.Core.Receipts;
using LiveOps.Core.Signing;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Progression.Receipts;

/// <summary>
/// The receipt secrets of the configuration: <c>RECEIPT_SECRET</c> signs; receipts of older secrets, <c>Receipts__Keys__&lt;n&gt;</c>,
/// still verify. Both are raw text of at least 32 bytes, or <c>whsec_</c> and base64.
/// </summary>
internal static class ReceiptSettings
{
    /// <exception cref="SettingException">A secret is missing, too short or not base64.</exception>
    public static ReceiptKeys Read(IConfiguration configuration)
    {
        if (configuration["RECEIPT_SECRET"] is not { Length: > 0 } secret)
            throw new SettingException("RECEIPT_SECRET is not set: without it no receipt can be signed.");
        return new ReceiptKeys(
            Key(secret, "RECEIPT_SECRET"),
            configuration.GetSection("Receipts:Keys").GetChildren().Select(entry => Key(entry.Value ?? "", $"Receipts__Keys__{entry.Key}")).ToArray());
    }

    private static ReceiptKey Key(string text, string setting)
    {
        try
        {
            return new ReceiptKey(SigningSecret.Parse(text, setting));
        }
        catch (FormatException e)
        {
            throw new SettingException(e.Message);
        }
    }
}
