using LiveOps.LocalServers;

namespace LiveOps.Bench.Cluster;

/// <summary>How far the consumers of the bus are.</summary>
internal static class BusProgress
{
    /// <summary>
    /// Whether so many groups were given all that stands in a stream, and have acknowledged it. The services' own <c>bus_lag_events</c> says the same,
    /// but up to a second late.
    /// </summary>
    public static async Task<bool> IsReadAsync(RedisServer bus, string stream, int groups)
    {
        string newest = Behind(await bus.CommandAsync("XINFO", "STREAM", stream), "last-generated-id").Single();
        string seen = await bus.CommandAsync("XINFO", "GROUPS", stream);
        return Behind(seen, "last-delivered-id").Count(id => id == newest) == groups && Behind(seen, "pending").Count(count => count == "0") == groups;
    }

    private static IEnumerable<string> Behind(string answer, string name)
    {
        string[] lines = answer.Split('\n');
        return lines.Zip(lines.Skip(1)).Where(pair => pair.First == name).Select(pair => pair.Second);
    }
}
