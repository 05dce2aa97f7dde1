using System.Globalization;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveOps.Fairness.Endpoints;

/// <summary>
/// A listener for gateways beside the service's own: HTTP/2 without TLS, by prior knowledge (RFC 9113, 3.3). Without TLS there is no ALPN to
/// agree on the version by, so a listener speaks either HTTP/1.1, for browsers and probes, or HTTP/2.
/// </summary>
internal static class VerdictsListener
{
    private const int DefaultPort = 8091;
    private const string Urls = "urls", HttpPorts = "http_ports", FallbackUrl = "http://localhost:8081";

    /// <summary>Adds it at <c>VERDICTS_PORT</c>, on the host of the service's first address.</summary>
    /// <exception cref="SettingException">The port is none.</exception>
    public static void ListenForVerdicts(this WebApplicationBuilder builder)
    {
        int port = builder.Configuration.GetWhole("VERDICTS_PORT", DefaultPort, 1, 65535);
        string urls = OwnUrls(builder.WebHost);
        BindingAddress[] addresses = [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(BindingAddress.Parse)];
        if (!addresses.Any(address => address.Port == port))
            urls = string.Create(CultureInfo.InvariantCulture, $"{urls};http://{addresses[0].Host}:{port}");
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen =>
        {
            if (listen.IPEndPoint?.Port == port)
                listen.Protocols = HttpProtocols.Http2;
        }));
    }

    // As the host reads them: addresses, else the ports that container images set.
    private static string OwnUrls(ConfigureWebHostBuilder host)
    {
        if (host.GetSetting(Urls) is { Length: > 0 } urls)
            return urls;
        return host.GetSetting(HttpPorts) is { Length: > 0 } ports
            ? string.Join(';', ports.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"http://*:{port}"))
            : FallbackUrl;
    }
}
