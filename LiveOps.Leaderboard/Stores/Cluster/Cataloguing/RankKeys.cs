using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>
/// The keys of one period's ranks, which share a hash tag:
/// <c>z</c> sorted set, by key (the score, negated where the highest comes first) and then by member: 8 bytes of that key, 8 bytes of when it was reached, both big-endian, and the player;
/// <c>h</c> hash from player to 8 bytes of version and those 16 bytes; <c>g</c> sorted set by version of players taken out lately;
/// <c>m</c> hash: <c>ready</c> once it is whole, <c>changes</c>, which rises, and <c>at</c>, when the last was made by Redis's clock: no two different states share both, how many are <c>ranked</c> (in z and h)
/// and <c>gone</c> (in g), and in which <c>lives</c> of Redis it was right last; <c>b</c> who is rebuilding.
/// Beside them, where a replica keeps the ranks in its own memory: <c>w</c>, that one does, with an expiry, and <c>d</c>, a list of what lately changed, of which m's <c>logged</c> is the newest.
/// </summary>
internal sealed class RankKeys
{
    private const string Prefix = "liveops:leaderboard:2:{"; // 2: of the layout. Members of the first had no key in them

    private readonly bool _descending;

    /// <param name="name">The period's name among all of all boards.</param>
    /// <param name="descending">Whether the highest score comes first: other keys, so a board that is turned around is ranked anew.</param>
    public RankKeys(string name, bool descending)
    {
        Name = name;
        _descending = descending;
        string tag = $"{Prefix}{name}}}:{(descending ? "desc" : "asc")}:";
        All = [tag + "z", tag + "h", tag + "g", tag + "m", tag + "b"];
        WithLog = [.. All, tag + "d", tag + "w"];
    }

    /// <summary>The period's name among all of all boards.</summary>
    public string Name { get; }

    /// <summary>The keys of the same period were its board turned around.</summary>
    public RankKeys Turned => new(Name, !_descending);

    /// <summary>Who makes right the ranks of a database's periods, with an expiry.</summary>
    /// <param name="instance">The database.</param>
    public static RedisKey Lease(string instance) => $"liveops:leaderboard:reconciling:{instance}";

    /// <summary>z, h, g, m, b.</summary>
    public RedisKey[] All { get; }

    /// <summary>z, h, g, m, b, d, w: for what changes them, and for who follows that.</summary>
    public RedisKey[] WithLog { get; }
}
