using System.Globalization;
using LiveOps.Core.Ids;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Core.Signing;

/// <summary>The header fields of a signed request, as sent.</summary>
internal readonly record struct SignedRequest(string Id, string Timestamp, long Seconds, string Signatures, string KeyId)
{
    /// <summary>Reads them; <see cref="SignatureOutcome.Valid"/> when they are all there.</summary>
    public static SignatureOutcome Read(IHeaderDictionary headers, out SignedRequest request)
    {
        request = default;
        if (headers[StandardWebhooks.IdHeader] is not [{ Length: > 0 } id]
            || headers[StandardWebhooks.TimestampHeader] is not [{ } timestamp]
            || headers[StandardWebhooks.SignatureHeader] is not [{ Length: > 0 } signatures])
        {
            return SignatureOutcome.Missing;
        }

        if (!IdRule.IsValid(id))
            return id.Length > IdRule.MaxLength ? SignatureOutcome.LongId : SignatureOutcome.BadId;
        if (timestamp.Length > SigningKey.MaxTimestampLength || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            return SignatureOutcome.BadTimestamp;
        string keyId = KeyRing.DefaultKey;
        if (headers.TryGetValue(KeyRing.KeyHeader, out var named))
        {
            if (named is not [{ Length: > 0 } name])
                return SignatureOutcome.UnknownKey;
            keyId = name;
        }

        request = new SignedRequest(id, timestamp, seconds, signatures, keyId);
        return SignatureOutcome.Valid;
    }
}
