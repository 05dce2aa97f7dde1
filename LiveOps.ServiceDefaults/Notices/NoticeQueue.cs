using System.Globalization;
using System.Text;
using LiveOps.Core.Notices;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Notices;

/// <summary>
/// Where notices lie in Redis until a gateway has taken them: a sorted set, each under its number, and beside it the number up to which they were taken. Numbers rise and have gaps;
/// they are microseconds of Unix time at least, so that they go on where Redis, or a database that was brought back from a backup, has lost them. A member is
/// <c>&lt;number&gt;:&lt;the notice's bytes&gt;</c> (<see cref="NoticeFormat"/>).
/// </summary>
/// <param name="Name">Its name, by which the gateway remembers what it has had.</param>
/// <param name="Key">The sorted set.</param>
/// <param name="Taken">The number, under the same hash tag.</param>
public sealed record NoticeQueue(string Name, RedisKey Key, RedisKey Taken)
{
    /// <summary>The most that lie in one; what is told by SQL waits there for its turn.</summary>
    public const int Most = 16_384;

    private const int FairnessShards = 16;

    /// <summary>Progression's.</summary>
    public static NoticeQueue Progression { get; } = Of("progression", "liveops:{notices:progression}");

    /// <summary>The leaderboard's.</summary>
    public static NoticeQueue Leaderboard { get; } = Of("leaderboard", "liveops:{notices:leaderboard}");

    /// <summary>Those of Fairness about players, a queue for each of its shards: written by the script that changes them.</summary>
    public static IReadOnlyList<NoticeQueue> Fairness { get; } =
        [.. Enumerable.Range(0, FairnessShards).Select(shard => string.Create(CultureInfo.InvariantCulture, $"s{shard:00}")).Select(shard => Of($"fairness:{shard}", $"liveops:fairness:{{{shard}}}:notices"))];

    /// <summary>Those of Fairness about its document.</summary>
    public static NoticeQueue FairnessPolicies { get; } = Of("fairness:policies", "liveops:{fairness:policies}:notices");

    /// <summary>All there are.</summary>
    public static IReadOnlyList<NoticeQueue> All { get; } = [Progression, Leaderboard, FairnessPolicies, .. Fairness];

    /// <summary>A member.</summary>
    public static byte[] Member(long number, byte[] notice) => [.. Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), (byte)':', .. notice];

    /// <summary>A member's notice.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Notice Read(byte[] member) => NoticeFormat.Read(member, Array.IndexOf(member, (byte)':') + 1);

    private static NoticeQueue Of(string name, string key) => new(name, key, key + ":taken");
}
