using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Problems;
using LiveOps.Gateway.Intake.Mappings;

namespace LiveOps.Gateway.Intake.Senders;

/// <summary>Whether a sender is who its source says. What cannot be checked, because a secret or a setting is missing, is not let in.</summary>
internal sealed class SenderCheck(SourceSecrets secrets, ClientCertificates certificates, TimeProvider clock)
{
    /// <summary>What a source cannot be let in without; null when it can.</summary>
    public string? Missing(IntakeSource source) => source.Proof switch
    {
        CertificateProof => certificates.AreSeen ? null : "INTAKE_CERTIFICATES",
        _ => secrets.Of(source.Id).Count > 0 ? null : $"Intake__Secrets__{source.Id}__0",
    };

    /// <summary>Checks what can be known before the body is read; null when nothing speaks against it, else why it is refused.</summary>
    public Problem? Ahead(HttpContext context, IntakeSource source)
    {
        if (Missing(source) is not null) // which setting it is, is for operators to know
            return new Problem(ProblemTypes.Unavailable, "The source cannot be let in now.");
        return source.Proof switch
        {
            HmacProof hmac => Signed(context.Request.Headers, hmac),
            BasicProof basic => Basic(context, source.Id, basic),
            CertificateProof certificate => certificates.Of(context, clock.GetUtcNow()) is { } shown && certificate.Thumbprints.Contains(shown)
                ? null
                : new Problem(ProblemTypes.BadCredentials, "The source sends under a client certificate, and none of its own was shown."),
            _ => new Problem(ProblemTypes.BadCredentials),
        };
    }

    /// <summary>Checks the body of a request that was let in so far; null when it is its source's.</summary>
    public Problem? Body(HttpContext context, IntakeSource source, ReadOnlySpan<byte> body)
    {
        if (source.Proof is not HmacProof proof)
            return null;
        bool isRight = false;
        if (Decode(context.Request.Headers[proof.Header].ToString(), proof) is { } signature)
        {
            byte[] signed = proof.TimeHeader is null ? body.ToArray() : [.. Encoding.UTF8.GetBytes(context.Request.Headers[proof.TimeHeader] + "."), .. body];
            foreach (byte[] secret in secrets.Of(source.Id))
                isRight |= CryptographicOperations.FixedTimeEquals(proof.IsSha512 ? HMACSHA512.HashData(secret, signed) : HMACSHA256.HashData(secret, signed), signature);
        }

        return isRight ? null : new Problem(ProblemTypes.BadSignature, $"The header {proof.Header} is not the HMAC of this body under the source's secret.");
    }

    private Problem? Signed(IHeaderDictionary headers, HmacProof proof)
    {
        if (headers[proof.Header] is not [{ Length: > 0 }])
            return new Problem(ProblemTypes.MissingSignature, $"The source signs in the header {proof.Header}.");
        if (proof.TimeHeader is null || (long.TryParse(headers[proof.TimeHeader].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long at) && IsNear(at, proof.Tolerance)))
            return null;
        return new Problem(ProblemTypes.StaleTimestamp, $"The source says in the header {proof.TimeHeader} when it signed: Unix seconds, at most {proof.Tolerance} from now.");
    }

    // Whatever number was sent.
    private bool IsNear(long at, long tolerance) => clock.GetUtcNow().ToUnixTimeSeconds() is var now && at >= now - tolerance && at <= now + tolerance;

    private Problem? Basic(HttpContext context, string source, BasicProof proof)
    {
        bool isRight = false;
        if (AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out AuthenticationHeaderValue? header) && header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            byte[] given = Digest(FromBase64(header.Parameter ?? "") ?? []);
            foreach (byte[] secret in secrets.Of(source))
                isRight |= CryptographicOperations.FixedTimeEquals(Digest([.. Encoding.UTF8.GetBytes(proof.User + ":"), .. secret]), given);
        }

        if (isRight)
            return null;
        return new Problem(ProblemTypes.BadCredentials, "The source sends under a user and a password (RFC 7617), and these are not right.");
    }

    // So that what is compared has one length, whatever was sent.
    private static byte[] Digest(byte[] text) => SHA256.HashData(text);

    private static byte[]? Decode(string given, HmacProof proof)
    {
        if (!given.StartsWith(proof.Prefix, StringComparison.Ordinal))
            return null;
        string text = given[proof.Prefix.Length..];
        if (proof.IsBase64)
            return FromBase64(text);
        byte[] bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }

    private static byte[]? FromBase64(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
