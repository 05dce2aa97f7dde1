using System.Data.Common;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Upkeep;

/// <summary>
/// What rounds in the background meet, tell and go on after: what ends a round by an exception that nobody expected would else end the process, again after each start, and with it all that the service is asked.
/// </summary>
public static class PassingFaults
{
    /// <summary>Whether a store or the bus cannot be had now.</summary>
    public static bool IsAway(Exception e) => e is StoreUnavailableException or BusUnavailableException;

    /// <summary>Whether a store was there and did not take what it was asked: a key that was set by hand, a table that is not as it should be, a commit that failed; or what it says makes no sense.</summary>
    public static bool IsRefusal(Exception e) => e is DbException or RedisException or FormatException or (InvalidOperationException and not ObjectDisposedException);

    /// <summary>Either.</summary>
    public static bool MayPass(Exception e) => IsAway(e) || IsRefusal(e);
}
