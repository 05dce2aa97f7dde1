using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LiveOps.Gateway.Intake;

/// <summary>How many bodies of one address are being read before anybody knows whose they are: of IPv6 of one network of 64 bits. Else one machine could keep all who sign waiting.</summary>
/// <param name="most">How many of one.</param>
internal sealed class PlacesOfAddresses(int most)
{
    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes a place; false where the address has as many as it may.</summary>
    public bool TryTake(IPAddress? address)
    {
        string key = Key(address);
        if (_taken.AddOrUpdate(key, 1, (_, taken) => taken + 1) <= most)
            return true;
        Give(address);
        return false;
    }

    /// <summary>Gives one back.</summary>
    public void Give(IPAddress? address)
    {
        string key = Key(address);
        if (_taken.AddOrUpdate(key, 0, (_, taken) => taken - 1) <= 0)
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
