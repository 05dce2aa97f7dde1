using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>
/// Where services are, from <c>services:&lt;name&gt;:&lt;endpoint&gt;</c> or <c>…:&lt;endpoint&gt;:&lt;n&gt;</c>. The endpoint is the one
/// named in the host (<c>http://_metrics.gateway</c>), else <c>default</c>, else the first scheme that has one. Several addresses take
/// turns; a name that is not in the configuration is left as it is.
/// </summary>
internal sealed class ServiceAddresses(IConfiguration configuration)
{
    private uint _turn;

    /// <summary>The address to send to.</summary>
    /// <exception cref="InvalidOperationException">The service is configured, but not for the scheme.</exception>
    public Uri Resolve(Uri uri)
    {
        string[] schemes = uri.Scheme.Split('+');
        (string? endpoint, string name) = Split(uri.Host);
        IConfigurationSection service = configuration.GetSection("services").GetSection(name);
        if (!service.Exists())
            return schemes.Length == 1 ? uri : With(uri, schemes[0], uri.Host, uri.Port);

        IConfigurationSection? section = endpoint is not null
            ? service.GetSection(endpoint)
            : ((string[])["default", .. schemes]).Select(service.GetSection).FirstOrDefault(candidate => candidate.Exists());
        Uri[] addresses = [.. Values(section).Select(value => Parse(value, schemes[0]))];
        string? scheme = schemes.FirstOrDefault(scheme => addresses.Any(address => address.Scheme == scheme));
        addresses = [.. addresses.Where(address => address.Scheme == scheme)];
        if (addresses.Length == 0)
            throw new InvalidOperationException($"Unable to resolve endpoint for service {uri.Scheme}://{uri.Host}");
        Uri chosen = addresses[(int)(Interlocked.Increment(ref _turn) % addresses.Length)];
        Uri result = With(uri, chosen.Scheme, chosen.Host, chosen.Port);
        return chosen.AbsolutePath.Length > 1
            ? new UriBuilder(result) { Path = $"{chosen.AbsolutePath.TrimEnd('/')}/{uri.AbsolutePath.TrimStart('/')}" }.Uri
            : result;
    }

    private static (string? Endpoint, string Name) Split(string host) =>
        host.StartsWith('_') && host.IndexOf('.') is > 1 and var dot ? (host[1..dot], host[(dot + 1)..]) : (null, host);

    private static IEnumerable<string> Values(IConfigurationSection? section) =>
        section is null ? [] :
        !string.IsNullOrWhiteSpace(section.Value) ? [section.Value] :
        section.GetChildren().Select(child => child.Value ?? "");

    private static Uri Parse(string value, string scheme) =>
        Uri.TryCreate(value.Contains("://", StringComparison.Ordinal) ? value : $"{scheme}://{value}", UriKind.Absolute, out Uri? address)
            ? address
            : throw new InvalidOperationException($"'{value}' is no address of a service.");

    private static Uri With(Uri uri, string scheme, string host, int port) => new UriBuilder(uri) { Scheme = scheme, Host = host, Port = port }.Uri;
}
