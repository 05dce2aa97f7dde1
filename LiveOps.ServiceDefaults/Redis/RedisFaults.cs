using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>Tells a Redis that cannot be had now from a command that is wrong.</summary>
internal static class RedisFaults
{
    // An error begins with a word for programs: https://redis.io/docs/latest/develop/reference/protocol-spec/.
    private static readonly string[] Passing =
    [
        "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "OOM", "BUSY ", "NOREPLICAS", "MISCONF", "NOAUTH", "WRONGPASS", "NOPERM", "ERR max number of clients",
    ];

    private static readonly string[] OfWritesAlone = ["OOM", "READONLY", "MISCONF", "NOREPLICAS"];

    /// <summary>Why it cannot be had, as the end of a sentence without secrets; null when the command itself is at fault.</summary>
    public static string? ReasonOf(Exception e) => e switch
    {
        RedisConnectionException => "cannot be reached",
        TimeoutException => "does not answer in time",
        ObjectDisposedException => "is being connected to anew",
        RedisServerException => Passing.FirstOrDefault(word => e.Message.StartsWith(word, StringComparison.Ordinal)) is { } word ? $"refuses: {word.Trim()}" : null,
        _ => null,
    };

    /// <summary>Whether it refuses to write alone, as one does that is full: what is read is answered meanwhile.</summary>
    public static bool IsOfWritesAlone(Exception e) => e is RedisServerException && OfWritesAlone.Any(word => e.Message.StartsWith(word, StringComparison.Ordinal));

    /// <summary>Whether nobody takes writes because who is there is a replica: it says so, or the client, which knows by then and sends no more writes.</summary>
    public static bool IsOfReplica(Exception e, IConnectionMultiplexer connection) => e switch
    {
        RedisServerException => e.Message.StartsWith("READONLY", StringComparison.Ordinal),
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection } => IsOfReplicas(connection),
        _ => false,
    };

    /// <summary>Whether all servers that a client is connected to are replicas, as far as it knows.</summary>
    public static bool IsOfReplicas(IConnectionMultiplexer connection) =>
        connection.GetServers().Where(server => server.IsConnected).ToArray() is { Length: > 0 } servers && servers.All(server => server.IsReplica);

    /// <summary>Whether a script is asked for that the server does not have: it was restarted, or its scripts were flushed.</summary>
    public static bool IsScriptMissing(RedisServerException e) => e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);
}
