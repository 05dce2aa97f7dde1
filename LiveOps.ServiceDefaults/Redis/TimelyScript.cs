using System.Globalization;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// A Lua script that does nothing once its caller has given up: a server that stood still, or a connection that was held up, runs what it was
/// sent when it goes on, and by then somebody was told that nothing was done. The last argument is the store's: until when, by Redis's own clock.
/// </summary>
/// <param name="body">The script; it sees all arguments but the last.</param>
public sealed class TimelyScript(string body)
{
    private const string Late = "LATE ";

    private const string Head = """
        local at = redis.call('TIME')
        if at[1] * 1000000 + at[2] > tonumber(ARGV[#ARGV]) then return redis.error_reply('LATE ' .. at[1] .. ' ' .. at[2]) end
        ARGV[#ARGV] = nil

        """;

    /// <summary>The whole text: always the same object, so that it is hashed once.</summary>
    internal string Text { get; } = Head + body;

    /// <summary>Whether the error says that it came too late; and when it came, in microseconds of Unix time.</summary>
    internal static bool IsLate(RedisServerException e, out long at)
    {
        at = 0;
        return e.Message.StartsWith(Late, StringComparison.Ordinal)
            && e.Message.Split(' ') is [_, var seconds, var microseconds, ..]
            && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out long whole)
            && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long part)
            && (at = whole * 1_000_000 + part) > 0;
    }
}
