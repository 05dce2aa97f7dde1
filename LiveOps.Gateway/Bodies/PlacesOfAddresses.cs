using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LiveOps.Gateway.Bodies;

/// <summary>How many bodies, or how much of them, of one address are being read before anybody knows whose they are: of IPv6 of one network of 64 bits. Else one machine could keep all who sign waiting.</summary>
/// <param name="most">How many of one.</param>
internal sealed class PlacesOfAddresses(int most)
{
    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes places; false where the address would have more than it may.</summary>
    public bool TryTake(IPAddress? address, int places = 1)
    {
        if (_taken.AddOrUpdate(Key(address), static (_, more) => more, static (_, taken, more) => taken + more, places) <= most)
            return true;
        Give(address, places);
        return false;
    }

    /// <summary>Gives them back.</summary>
    public void Give(IPAddress? address, int places = 1)
    {
        string key = Key(address);
        if (_taken.AddOrUpdate(key, static (_, _) => 0, static (_, taken, less) => taken - less, places) <= 0)
            _taken.TryRemove(KeyValuePair.Create(key, 0));
    }

    private static string Key(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}
