using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// The keys. Players lie in <see cref="Shards"/> shards, each with a hash tag of its own, so that one command or script takes all players of
/// a shard, on a cluster too:
/// <list type="bullet">
/// <item><c>liveops:fairness:{s07}:c:&lt;player&gt;</c> conduct (<see cref="ConductFormat"/>): rate, gains, standing;</item>
/// <item><c>liveops:fairness:{s07}:h:&lt;player&gt;</c> history (<see cref="HistoryFormat"/>): what was learned;</item>
/// <item><c>liveops:fairness:{s07}:r:&lt;player&gt;</c> case (<see cref="StoredCase"/>): what is held against them, for moderators; <c>…:reviews</c> the order of the shard's;</item>
/// <item><c>liveops:fairness:{s07}:flags</c>, <c>…:audit</c> the shard's logs (<see cref="PlayerLog{T}"/>, <see cref="ServiceDefaults.Redis.RedisAudit"/>);</item>
/// <item><c>liveops:fairness:{s07}:notices</c> what others are told (<see cref="ServiceDefaults.Notices.NoticeQueue"/>);</item>
/// <item><c>liveops:fairness:{s07}:blocks</c> the newest decision about each player that the bus has not been told of (<see cref="BlockNews"/>).</item>
/// </list>
/// The player is 128 bits of the id's hash in base64url: the ids themselves are in flags and audit only, which erasing empties.
/// </summary>
internal static class PlayerKeys
{
    /// <summary>How many shards there are: the most nodes a Redis Cluster can spread them over, and for a round at the most four commands each: two that read, one of them for those who are flagged, and two scripts.</summary>
    public const int Shards = 16;

    /// <summary>What the audit has of documents, and of what is noted alone: with the documents, which are changed in the same step.</summary>
    public static readonly byte[] OwnAudit = "liveops:{fairness:policies}:audit"u8.ToArray();

    private const int PlayerLength = 22;

    private static readonly byte[][] ConductPrefixes = Prefixes("c:"), HistoryPrefixes = Prefixes("h:"), CasePrefixes = Prefixes("r:"), CaseOrders = Prefixes("reviews"), Flags = Prefixes("flags"), Audits = Prefixes("audit"), News = Prefixes("blocks");

    /// <summary>The shards' parts of the audit.</summary>
    public static byte[][] AllAudits => Audits;

    /// <summary>The shard of a player.</summary>
    public static int ShardOf(UInt128 player) => (int)((ulong)(player >> 64) % Shards);

    public static byte[] Conduct(UInt128 player) => Of(ConductPrefixes, player);

    public static byte[] History(UInt128 player) => Of(HistoryPrefixes, player);

    public static byte[] Case(UInt128 player) => Of(CasePrefixes, player);

    public static byte[] CaseOrder(int shard) => CaseOrders[shard];

    /// <summary>What the keys of a shard's cases begin with.</summary>
    public static byte[] CasePrefix(int shard) => CasePrefixes[shard];

    public static byte[] FlagLog(int shard) => Flags[shard];

    public static byte[] AuditLog(int shard) => Audits[shard];

    public static byte[] BlockNews(int shard) => News[shard];

    /// <summary>The player in keys.</summary>
    public static byte[] NameOf(UInt128 player)
    {
        byte[] name = new byte[PlayerLength];
        Name(player, name);
        return name;
    }

    private static byte[] Of(byte[][] prefixes, UInt128 player)
    {
        byte[] prefix = prefixes[ShardOf(player)], key = new byte[prefix.Length + PlayerLength];
        prefix.CopyTo(key, 0);
        Name(player, key.AsSpan(prefix.Length));
        return key;
    }

    private static void Name(UInt128 player, Span<byte> name)
    {
        Span<byte> hash = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(hash, player);
        Base64Url.EncodeToUtf8(hash, name);
    }

    private static byte[][] Prefixes(string kind) =>
        [.. Enumerable.Range(0, Shards).Select(shard => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"liveops:fairness:{{s{shard:00}}}:{kind}")))];
}
