using System.Globalization;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>
/// A stream of the bus and its totals, under one hash tag, so that Redis Cluster keeps them together and spreads the partitions.
/// </summary>
/// <param name="Stream">The stream.</param>
/// <param name="Totals">A hash: events and bytes ever published, and the bytes before the oldest message still kept.</param>
internal sealed record StreamKeys(RedisKey Stream, RedisKey Totals)
{
    /// <summary>A partition's.</summary>
    public static StreamKeys OfPartition(int number) => Of(string.Create(CultureInfo.InvariantCulture, $"liveops:bus:{{{number}}}"));

    /// <summary>Those of the dead letters that a consumer is given again.</summary>
    public static StreamKeys OfReplays(string consumer) => Of($"liveops:bus:{{dead:{consumer}}}:again");

    /// <summary>The stream of a consumer's dead letters.</summary>
    public static RedisKey Letters(string consumer) => $"liveops:bus:{{dead:{consumer}}}";

    private static StreamKeys Of(string stream) => new(stream, stream + ":totals");
}
