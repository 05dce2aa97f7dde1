using System.Net;
using System.Net.Sockets;

namespace LiveOps.Gateway.Webhooks.Sending;

/// <summary>
/// Which addresses are the public Internet's: what is left once the special purposes of IANA's registries are taken away
/// (https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry). An IPv6 address that stands for one of IPv4 is
/// judged by that.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic = Array.ConvertAll(
        (string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "168.63.129.16/32", // Azure's own, for its machines
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ],
        IPNetwork.Parse);

    // Of IPv6 only this is handed out at all; within it, what is not one's own or tunnels something else.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotGlobal = Array.ConvertAll((string[])["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"], IPNetwork.Parse);
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address is public.</summary>
    public static bool Contain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address))
            address = new IPAddress(address.GetAddressBytes().AsSpan(12));
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(NotPublic, network => network.Contains(address)),
            AddressFamily.InterNetworkV6 => address.ScopeId == 0 && Global.Contains(address) && !Array.Exists(NotGlobal, network => network.Contains(address)),
            _ => false,
        };
    }
}
