using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LiveOps.Gateway.Intake.Senders;

/// <summary>
/// Where a sender's certificate comes from: <c>INTAKE_CERTIFICATES</c> is <c>connection</c>, where the gateway itself ends TLS, or the name of the header in which whoever ends it
/// says which certificate it saw. Then only those in <c>INTAKE_PROXIES</c> are believed: anybody could write the header. Without the setting nobody has a certificate.
/// </summary>
internal sealed partial class ClientCertificates
{
    private const string Connection = "connection";

    private readonly bool _isOfConnection;
    private readonly string? _header;
    private readonly IPNetwork[] _proxies = [];

    /// <param name="configuration">Where the settings stand.</param>
    /// <exception cref="SettingException">They are wrong, or one lacks the other.</exception>
    public ClientCertificates(IConfiguration configuration)
    {
        string? from = configuration["INTAKE_CERTIFICATES"], proxies = configuration["INTAKE_PROXIES"];
        _isOfConnection = from == Connection;
        _header = from is { Length: > 0 } && !_isOfConnection ? from : null;
        if (_header is not null && !HeaderName().IsMatch(_header))
            throw new SettingException("INTAKE_CERTIFICATES must be connection, or the name of the header in which a proxy passes the client's certificate on.");
        if ((_header is null) != string.IsNullOrEmpty(proxies))
            throw new SettingException("INTAKE_CERTIFICATES as the name of a header and INTAKE_PROXIES need each other: from whom else the header comes is not believed.");
        if (_header is null)
            return;
        _proxies = [.. proxies!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => IPNetwork.TryParse(text.Contains('/') ? text : Whole(text), out IPNetwork network)
            ? network
            : throw new SettingException("INTAKE_PROXIES must be addresses and networks with commas between, such as 10.0.0.0/8."))];
    }

    /// <summary>Whether any can be had.</summary>
    public bool AreSeen => _isOfConnection || _header is not null;

    /// <summary>Asks whoever connects for a certificate, where that is where they come from. Sources name theirs themselves: who issued one is not asked.</summary>
    public void AskFor(HttpsConnectionAdapterOptions https)
    {
        if (!_isOfConnection)
            return;
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.AllowAnyClientCertificate();
    }

    /// <summary>The SHA-256 of the certificate that the sender has shown, in lower-case hexadecimal digits; null for none, or one whose time has not come or is over.</summary>
    public string? Of(HttpContext context, DateTimeOffset now)
    {
        using X509Certificate2? passed = _isOfConnection ? null : Passed(context);
        X509Certificate2? certificate = _isOfConnection ? context.Connection.ClientCertificate : passed;
        return certificate is not null && now >= certificate.NotBefore && now <= certificate.NotAfter ? Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256)) : null;
    }

    private X509Certificate2? Passed(HttpContext context)
    {
        // Who connects, and not whom X-Forwarded-For names: anybody could write that header, too.
        if (_header is null || (context.Features.Get<IConnectionSocketFeature>()?.Socket.RemoteEndPoint as IPEndPoint)?.Address is not { } address || !Array.Exists(_proxies, proxy => proxy.Contains(Plain(address))))
            return null;
        if (context.Request.Headers[_header] is not [{ Length: > 0 } text] || !IsOne(text))
            return null;
        try
        {
            // PEM in a URL's escapes (nginx, and Envoy's Cert="…"), or DER in base64.
            string plain = Uri.UnescapeDataString(text);
            int begin = plain.IndexOf("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal);
            return begin >= 0 ? X509Certificate2.CreateFromPem(plain.AsSpan(begin).TrimEnd('"')) : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    // Two elements are of two who wrote the header, and the first may be the caller's: which of them is true nobody knows. A quotation mark that a caller left open would hide that.
    private static bool IsOne(string header)
    {
        bool isQuoted = false;
        foreach (char one in header)
        {
            if (one == '\\' || (one == ',' && !isQuoted))
                return false;
            isQuoted ^= one == '"';
        }

        return !isQuoted;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Whole(string address) => address + (address.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$")]
    private static partial Regex HeaderName();
}
