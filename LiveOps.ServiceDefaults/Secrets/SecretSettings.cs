using System.Text.RegularExpressions;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>Which settings are secret, by their names, so that <see cref="Redaction"/> knows their values.</summary>
internal static partial class SecretSettings
{
    private const int ShortestLine = 16;

    /// <summary>The secret parts of a setting; none when it is no secret.</summary>
    public static IEnumerable<string> SecretsOf(KeyValuePair<string, string?> setting) =>
        setting.Value is not { Length: > 0 } value ? [] :
        SecretName().IsMatch(setting.Key) ? Parts(value) :
        AddressName().IsMatch(setting.Key) ? SecretPart().Matches(value).Select(match => match.Groups["secret"].Value.Trim('"')) :
        [];

    // A key in PEM is many lines, of which one may be told alone; what begins and ends it is no secret.
    private static IEnumerable<string> Parts(string value) => !value.Contains("-----BEGIN", StringComparison.Ordinal) ? [value] :
        value.Replace("\\n", "\n", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal)).Prepend(value);

    // Whole values: HMAC_SECRET, RECEIPT_SECRET, RECEIPT_KEY, WEBHOOK_SECRET_KEY and _BEFORE, OPERATOR_TOKEN, Signing:Keys:<id>:<n>, Receipts:Keys:<n>, Intake:Secrets:<source>:<n>, Operators:<name>:Token and :Tokens:<n>, AZURE_CLIENT_SECRET, AWS_SECRET_ACCESS_KEY, OTLP headers (they carry API keys).
    [GeneratedRegex("(SECRET|TOKEN|PASSWORD|_PWD|APIKEY|API_KEY|RECEIPT_KEY|SECRET_KEY|SECRET_KEY_BEFORE|SECRET_ACCESS_KEY|OTLP_HEADERS)$|^(Signing|Receipts):Keys:|^Intake:Secrets:|^Operators:[^:]+:Tokens:", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("^ConnectionStrings:|(URL|URI|CONNECTION_STRING)$", RegexOptions.IgnoreCase)]
    private static partial Regex AddressName();

    // user:password@ of a URL, and the passwords and keys among a connection string's pairs. A host is no secret, and wanted in a log.
    [GeneratedRegex("""://[^/@:\s]*:(?<secret>[^/@\s]+)@|(?:^|[;,\s?&])(?:password|pwd|sharedaccesskey|accountkey|sharedaccesssignature|instrumentationkey|sig)\s*=\s*(?<secret>"[^"]+"|[^;,\s&]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex SecretPart();
}
