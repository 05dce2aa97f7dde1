using System.Globalization;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>What a server says of itself; null where it does not say: managed ones forbid <c>CONFIG</c>, some <c>INFO</c>.</summary>
/// <param name="Version">Of Redis, or of what it says it is like.</param>
/// <param name="Garnet">Of Garnet, which says it is Redis.</param>
/// <param name="Eviction"><c>maxmemory-policy</c>.</param>
/// <param name="WritesAll"><c>appendonly</c>.</param>
/// <param name="Fsync"><c>appendfsync</c>.</param>
/// <param name="MemoryUsed"><c>used_memory</c> for <c>maxmemory</c>, from 0 to 1 and beyond; also null where there is no limit.</param>
internal sealed record ServerFacts(Version? Version, string? Garnet, string? Eviction, bool? WritesAll, string? Fsync, double? MemoryUsed)
{
    /// <summary>After how long a server may be another one: it was restarted, or set otherwise.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>Why it cannot be used at all, as the end of a sentence; null when it can.</summary>
    public string? Refusal => Garnet is null ? null : $"is Garnet {Garnet}, which has no Streams and runs scripts that are not atomic: LiveOps needs Redis or Valkey";

    /// <summary>Asks.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be had.</exception>
    public static async Task<ServerFacts> AskAsync(RedisStore store, string operation)
    {
        string info = (string?)await SaidAsync(store, operation, "INFO") ?? "";
        var fsync = (RedisResult[]?)await SaidAsync(store, operation, "CONFIG", "GET", "appendfsync");
        return new ServerFacts(
            Version.TryParse(Field(info, "redis_version"), out Version? version) ? version : null,
            Field(info, "garnet_version"),
            Field(info, "maxmemory_policy"),
            Field(info, "aof_enabled") is { } written ? written == "1" : null,
            fsync is { Length: 2 } ? (string?)fsync[1] : null,
            Number(info, "maxmemory") is > 0 and { } limit && Number(info, "used_memory") is { } used ? used / limit : null);
    }

    private static async Task<RedisResult?> SaidAsync(RedisStore store, string operation, string command, params object[] arguments)
    {
        try
        {
            return await store.RunAsync(operation, database => database.ExecuteAsync(command, arguments));
        }
        catch (Exception e) when (e is RedisServerException or StoreUnavailableException { InnerException: RedisServerException or RedisCommandException })
        {
            return null;
        }
    }

    private static double? Number(string info, string name) => double.TryParse(Field(info, name), NumberStyles.None, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static string? Field(string info, string name) =>
        info.Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim();
}
