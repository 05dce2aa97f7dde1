using System.Net;
using System.Net.Sockets;

namespace LiveOps.Console.Sessions;

/// <summary>
/// How often somebody may try to sign in and fail: so many times in five minutes from one address (of IPv6: one network of 64 bits, and ten times as often from one of 48). A try counts from
/// its beginning, so that many at once are not let through. What is remembered is bounded: past that, who tried least is forgotten for who comes.
/// </summary>
internal sealed class SignInThrottle(TimeProvider clock)
{
    /// <summary>How many tries; how many from a network of 48 bits; and how many addresses and networks are remembered.</summary>
    public const int Most = 10, MostOfNetwork = 100, MostAddresses = 10_000;

    /// <summary>In how long.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _tries = []; // under the lock
    private long _window; // under the lock

    /// <summary>How many addresses and networks are remembered now.</summary>
    public int Remembered
    {
        get
        {
            lock (_gate)
                return _tries.Count;
        }
    }

    /// <summary>Begins a try; false where there were too many.</summary>
    public bool TryBegin(IPAddress? address)
    {
        long window = clock.GetUtcNow().Ticks / Window.Ticks;
        (string key, string? network) = Keys(address);
        lock (_gate)
        {
            if (window != _window)
            {
                _window = window;
                _tries.Clear();
            }

            if (_tries.GetValueOrDefault(key) >= Most || (network is not null && _tries.GetValueOrDefault(network) >= MostOfNetwork))
                return false;
            Count(key);
            if (network is not null)
                Count(network);
            return true;
        }
    }

    /// <summary>It did not fail, and does not count.</summary>
    public void Succeeded(IPAddress? address)
    {
        (string key, string? network) = Keys(address);
        lock (_gate)
        {
            Uncount(key);
            if (network is not null)
                Uncount(network);
        }
    }

    private static (string Key, string? Network) Keys(IPAddress? address)
    {
        if (address is null)
            return ("", null);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return (address.ToString(), null);
        string bytes = Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
        return (bytes, bytes[..12]);
    }

    private void Count(string key)
    {
        if (!_tries.TryGetValue(key, out int tries) && _tries.Count >= MostAddresses)
            _tries.Remove(_tries.MinBy(entry => entry.Value).Key);
        _tries[key] = tries + 1;
    }

    private void Uncount(string key)
    {
        if (_tries.TryGetValue(key, out int tries) && tries > 0)
            _tries[key] = tries - 1;
    }
}
