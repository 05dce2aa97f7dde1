using System.Collections.Frozen;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Webhooks.Sending;

/// <summary>How notices are sent.</summary>
/// <param name="PrivateHosts">Hosts that may be private and need no TLS, in lower case: <c>WEBHOOK_PRIVATE_HOSTS</c>, separated by commas.</param>
/// <param name="DisableAfter">After how long without anything taken a webhook is disabled: <c>WEBHOOK_DISABLE_DAYS</c>.</param>
/// <param name="Timeout">How long a receiver may take: <c>WEBHOOK_TIMEOUT_SECONDS</c>.</param>
internal sealed record WebhookSettings(FrozenSet<string> PrivateHosts, TimeSpan DisableAfter, TimeSpan Timeout)
{
    /// <summary>What opens the secrets that sign.</summary>
    public SecretBox Secrets { get; init; } = new();

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static WebhookSettings Read(IConfiguration configuration)
    {
        string[] hosts = (configuration["WEBHOOK_PRIVATE_HOSTS"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (hosts.FirstOrDefault(host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } wrong)
            throw new SettingException($"WEBHOOK_PRIVATE_HOSTS names hosts, separated by commas: {wrong} is none. Leave schemes, ports and paths out.");
        return new WebhookSettings(
            hosts.Select(Ascii).ToFrozenSet(),
            TimeSpan.FromDays(configuration.GetWhole("WEBHOOK_DISABLE_DAYS", 5, 1, 30)),
            TimeSpan.FromSeconds(configuration.GetWhole("WEBHOOK_TIMEOUT_SECONDS", 10, 1, 30)))
        {
            Secrets = SecretBox.Read(configuration),
        };
    }

    /// <summary>Whether a host is named as one that may be private.</summary>
    public bool MayBePrivate(string host) => PrivateHosts.Contains(Ascii(host));

    /// <summary>Whether an address's scheme is one that its host may be called by: without TLS only what is named.</summary>
    public bool MayCall(Uri url) => url.Scheme == Uri.UriSchemeHttps || MayBePrivate(url.IdnHost);

    // One way to write a host, whoever wrote it: a name in Unicode as punycode, an address in its short form.
    private static string Ascii(string host) => new UriBuilder(Uri.UriSchemeHttp, host.Trim('[', ']')).Uri.IdnHost.ToLowerInvariant();
}
