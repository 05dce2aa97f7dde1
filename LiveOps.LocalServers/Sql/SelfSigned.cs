using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LiveOps.LocalServers.Sql;

/// <summary>A certificate for <c>localhost</c> that is its own authority.</summary>
internal static class SelfSigned
{
    /// <summary>Writes it, and its key, which only its owner may read.</summary>
    public static async Task WriteAsync(string certificateFile, string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        await ServerProgram.RunAsync(null, null, "chmod", "600", keyFile);
    }
}
