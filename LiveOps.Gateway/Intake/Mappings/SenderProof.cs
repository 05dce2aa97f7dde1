namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>How a sender proves who it is. Secrets are not among it: they stand in <c>Intake__Secrets__&lt;source&gt;__&lt;n&gt;</c>.</summary>
internal abstract record SenderProof;

/// <summary>A header holds an HMAC of the body as sent, or of a time, a point and the body.</summary>
/// <param name="Header">Which.</param>
/// <param name="IsSha512">SHA-512; else SHA-256.</param>
/// <param name="IsBase64">Base64; else hexadecimal.</param>
/// <param name="Prefix">What stands before it, such as <c>sha256=</c>.</param>
/// <param name="TimeHeader">The header with the time, Unix seconds, that is signed too; null for none.</param>
/// <param name="Tolerance">How far from now it may be, in seconds.</param>
internal sealed record HmacProof(string Header, bool IsSha512, bool IsBase64, string Prefix, string? TimeHeader, long Tolerance) : SenderProof;

/// <summary>Basic credentials (RFC 7617).</summary>
internal sealed record BasicProof(string User) : SenderProof;

/// <summary>A client's certificate, by the SHA-256 of its DER in lower-case hexadecimal digits. Who issued it is not asked: it is one of these.</summary>
internal sealed record CertificateProof(IReadOnlyList<string> Thumbprints) : SenderProof;
