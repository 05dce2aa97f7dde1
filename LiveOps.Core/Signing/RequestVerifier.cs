using System.Globalization;
using System.Security.Cryptography;
using LiveOps.Core.Ids;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Core.Signing;

/// <summary>
/// Checks that a request was signed by one of our keys:
/// <list type="number">
/// <item>all three headers stand there once, the id is one, the timestamp is a whole number;</item>
/// <item>the key is known;</item>
/// <item>a signature matches, for any secret of the key;</item>
/// <item>the timestamp is within <see cref="Tolerance"/>: last, so that nobody learns our clock without a key.</item>
/// </list>
/// </summary>
public sealed class RequestVerifier(Func<KeyRing> keys, TimeProvider clock)
{
    /// <summary>How far a timestamp may be from now, both ways; the Standard Webhooks libraries use the same.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    /// <summary>Checks one request against its body as sent.</summary>
    public SignatureOutcome Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, out SignedBy signer)
    {
        signer = default;
        if (headers[StandardWebhooks.IdHeader] is not [{ Length: > 0 } id]
            || headers[StandardWebhooks.TimestampHeader] is not [{ Length: <= 20 } timestamp]
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || headers[StandardWebhooks.SignatureHeader] is not [{ Length: > 0 } signatures])
        {
            return SignatureOutcome.Missing;
        }

        if (!IdRule.IsValid(id))
            return id.Length > IdRule.MaxLength ? SignatureOutcome.LongId : SignatureOutcome.BadId;
        string keyId = KeyRing.DefaultKey;
        if (headers.TryGetValue(KeyRing.KeyHeader, out var named))
        {
            if (named is not [{ Length: > 0 } name])
                return SignatureOutcome.UnknownKey;
            keyId = name;
        }

        if (keys().Find(keyId) is not { } secrets)
            return SignatureOutcome.UnknownKey;
        if (!AnyMatches(secrets, id, timestamp, signatures, body))
            return SignatureOutcome.Bad;
        if (Int128.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - (Int128)seconds) > (long)Tolerance.TotalSeconds)
            return SignatureOutcome.Stale;
        signer = new SignedBy(keyId, id);
        return SignatureOutcome.Valid;
    }

    private static bool AnyMatches(SigningKey[] secrets, string id, string timestamp, string signatures, ReadOnlySpan<byte> body)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        bool matches = false;
        foreach (SigningKey secret in secrets)
        {
            secret.Compute(id, timestamp, body, mac);
            matches |= StandardWebhooks.Matches(signatures, mac);
            if (matches)
                break; // which of our own secrets matched is no secret to its holder
        }

        return matches;
    }
}
