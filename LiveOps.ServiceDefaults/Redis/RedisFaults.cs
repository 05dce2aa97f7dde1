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
        RedisServerException => Passing.FirstOrDefault(word => e.Message.StartsWith(word, StringComparison.Ordinal)) is { } word ? $"refuses: {word.Trim()}" : null,
        _ => null,
    };

    /// <summary>Whether it refuses to write alone, as one does that is full: what is read is answered meanwhile.</summary>
    public static bool IsOfWritesAlone(Exception e) => e is RedisServerException && OfWritesAlone.Any(word => e.Message.StartsWith(word, StringComparison.Ordinal));

    /// <summary>Whether a script is asked for that the server does not have: it was restarted, or its scripts were flushed.</summary>
    public static bool IsScriptMissing(RedisServerException e) => e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);
}
