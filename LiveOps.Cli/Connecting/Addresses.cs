using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Connecting;

/// <summary>
/// Where the services are: by option, by environment, else where a local run has them. Where only the gateway is said, all are behind that host, as behind a reverse proxy.
/// </summary>
internal sealed class Addresses
{
    private static readonly int[] LocalPorts = [8080, 8081, 8082, 8083];

    private readonly Uri[] _all;

    private Addresses(Uri[] all) => _all = all;

    public Uri this[ServiceName service] => _all[(int)service];

    /// <param name="said">What an option, or the environment, says of a service; null: nothing.</param>
    public static Addresses Read(Func<ServiceName, string?> said)
    {
        Uri? gateway = Parse(ServiceName.Gateway, said(ServiceName.Gateway));
        return new Addresses([.. Enum.GetValues<ServiceName>().Select(service => Parse(service, said(service)) ?? gateway ?? new Uri($"http://localhost:{LocalPorts[(int)service]}"))]);
    }

    private static Uri? Parse(ServiceName service, string? text)
    {
        if (text is null)
            return null;
        // Paths of the contract begin at the root of a host: one behind a prefix could not be asked.
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri is { UserInfo: "", PathAndQuery: "/", Fragment: "" }
            ? uri
            : throw CliFault.Usage($"the address of {service} is not one: '{PlainText.Of(text)}'. Say it as http://host:port, by --{Name(service)} or LIVEOPS_{Name(service).ToUpperInvariant()}.");
    }

    public static string Name(ServiceName service) => service.ToString().ToLowerInvariant();
}
