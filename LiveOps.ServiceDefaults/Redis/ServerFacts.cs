using System.Globalization;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// What a server says of itself; null where it does not say: managed ones forbid <c>CONFIG</c>, some <c>INFO</c>. Of a cluster it is what is worst about any of its primaries: each has keys that no other has, and
/// may be full, or set otherwise, alone.
/// </summary>
/// <param name="Version">Of Redis, or of what it says it is like.</param>
/// <param name="Garnet">Of Garnet, which says it is Redis.</param>
/// <param name="Eviction"><c>maxmemory-policy</c>.</param>
/// <param name="WritesAll"><c>appendonly</c>.</param>
/// <param name="Fsync"><c>appendfsync</c>.</param>
/// <param name="MemoryUsed"><c>used_memory</c> for <c>maxmemory</c>, from 0 to 1 and beyond; also null where there is no limit.</param>
/// <param name="IsReplica">Of another, whose writes it repeats: it takes none.</param>
internal sealed record ServerFacts(Version? Version, string? Garnet, string? Eviction, bool? WritesAll, string? Fsync, double? MemoryUsed, bool IsReplica)
{
    /// <summary>After how long a server may be another one: it was restarted, or set otherwise.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>Why it cannot be used at all, as the end of a sentence; null when it can.</summary>
    public string? Refusal => Garnet is null ? null : $"is Garnet {Garnet}, which has no Streams and runs scripts that are not atomic: LiveOps needs Redis or Valkey";

    /// <summary>Asks.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be had.</exception>
    public static async Task<ServerFacts> AskAsync(RedisStore store, string operation)
    {
        ServerFacts[] asked = await store.RunOnEachAsync(operation, AskAsync);
        return asked.Where(facts => !facts.IsReplica).ToArray() is { Length: > 0 } primaries ? primaries.Aggregate(Worst) : throw store.Replica();
    }

    private static async Task<ServerFacts> AskAsync(IServer server)
    {
        string info = await InfoAsync(server);
        var fsync = (RedisResult[]?)await SaidAsync(server, "CONFIG", "GET", "appendfsync");
        return new ServerFacts(
            Version.TryParse(Field(info, "redis_version"), out Version? version) ? version : null,
            Field(info, "garnet_version"),
            Field(info, "maxmemory_policy"),
            Field(info, "aof_enabled") is { } written ? written == "1" : null,
            fsync is { Length: 2 } ? (string?)fsync[1] : null,
            Number(info, "maxmemory") is > 0 and { } limit && Number(info, "used_memory") is { } used ? used / limit : null,
            Field(info, "role") == "slave");
    }

    /// <summary>What it says of itself; nothing where it may not.</summary>
    public static async Task<string> InfoAsync(IServer server, params object[] sections) => (string?)await SaidAsync(server, "INFO", sections) ?? "";

    /// <summary>A field of that; null where it is not there.</summary>
    public static string? Field(string info, string name) =>
        info.Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim();

    private static async Task<RedisResult?> SaidAsync(IServer server, string command, params object[] arguments)
    {
        try
        {
            return await server.ExecuteAsync(command, arguments);
        }
        catch (Exception e) when (e is RedisServerException or RedisCommandException)
        {
            return null;
        }
    }

    private static ServerFacts Worst(ServerFacts one, ServerFacts other) => new(
        one.Version is null || other.Version < one.Version ? other.Version ?? one.Version : one.Version,
        one.Garnet ?? other.Garnet,
        one.Eviction is null or "noeviction" ? other.Eviction ?? one.Eviction : one.Eviction,
        one.WritesAll == false ? false : other.WritesAll ?? one.WritesAll,
        Weakness(other.Fsync) > Weakness(one.Fsync) ? other.Fsync : one.Fsync,
        one.MemoryUsed is { } used && !(other.MemoryUsed > used) ? used : other.MemoryUsed,
        IsReplica: false);

    private static int Weakness(string? fsync) => fsync switch { null => 0, "always" => 1, "everysec" => 2, _ => 3 };

    private static double? Number(string info, string name) => double.TryParse(Field(info, name), NumberStyles.None, CultureInfo.InvariantCulture, out double number) ? number : null;
}
