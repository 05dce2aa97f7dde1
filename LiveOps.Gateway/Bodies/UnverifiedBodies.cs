using System.Net;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Bodies;

/// <summary>
/// How many bytes are held of bodies of which nobody knows yet whether they are signed: in all, and half of that of one address. Counted is what has come and the step that is waited for, not
/// what was announced: whoever sends nothing takes next to nothing. A body of no more than <see cref="Free"/> is not counted: its connection may hold as much of headers.
/// </summary>
internal sealed class UnverifiedBodies
{
    /// <summary>The largest body that takes no place, in bytes; and how many are waited for at a time.</summary>
    public const int Free = 4 << 10, Step = 64 << 10;

    /// <summary>The fewest bytes of a body in a second: a telephone with a bad connection has as many.</summary>
    public const int MinBytesPerSecond = 8 << 10;

    /// <summary>How long a step of a body may take besides.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly long _most;
    private readonly PlacesOfAddresses _addresses;
    private long _held;

    /// <exception cref="SettingException">The setting is wrong.</exception>
    public UnverifiedBodies(IConfiguration configuration)
    {
        int mebibytes = configuration.GetWhole("GATEWAY_UNVERIFIED_MIB", 256, 2, 2048);
        _most = (long)mebibytes << 20;
        _addresses = new PlacesOfAddresses(mebibytes << 19);
    }

    /// <summary>Begins to hold a body; it is let go of by <see cref="Body.Release"/>.</summary>
    public Body Begin(IPAddress? address) => new(this, address);

    private bool TryTake(IPAddress? address, int bytes)
    {
        if (!_addresses.TryTake(address, bytes))
            return false;
        if (Interlocked.Add(ref _held, bytes) <= _most)
            return true;
        Give(address, bytes);
        return false;
    }

    private void Give(IPAddress? address, int bytes)
    {
        Interlocked.Add(ref _held, -bytes);
        _addresses.Give(address, bytes);
    }

    /// <summary>One body, of one request: used by one thread at a time.</summary>
    internal sealed class Body(UnverifiedBodies all, IPAddress? address)
    {
        private int _bytes;

        /// <summary>Whether there was no room for it.</summary>
        public bool IsRefused { get; private set; }

        /// <summary>Holds so many bytes in all; false where there is no room for them.</summary>
        public bool TryHold(int bytes)
        {
            if (bytes <= _bytes)
                return true;
            IsRefused = !all.TryTake(address, bytes - _bytes);
            if (!IsRefused)
                _bytes = bytes;
            return !IsRefused;
        }

        /// <summary>It is known whose it is, or nothing of it is held any more. Once is enough.</summary>
        public void Release()
        {
            if (_bytes > 0)
                all.Give(address, _bytes);
            _bytes = 0;
        }
    }
}
