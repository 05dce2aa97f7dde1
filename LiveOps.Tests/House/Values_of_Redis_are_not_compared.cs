using System.Text.RegularExpressions;
using LiveOps.Tests.House.Rooms;
using StackExchange.Redis;

namespace LiveOps.Tests.House;

/// <summary>
/// StackExchange.Redis compares texts that look like numbers as numbers, long ones as doubles (findings/stackexchange-redis-values-equal-as-numbers.sh): two ids of 24 digits that differ in the last are
/// equal, and so are 1e5 and 100000. Ids of players may be of digits alone. So nothing of ours compares values of Redis, or has them compared: they become strings first, or scripts compare them.
/// Looked at is what the compiler made of it, so that no word of the code can be meant otherwise.
/// </summary>
public sealed partial class Values_of_Redis_are_not_compared
{
    [Fact]
    public void Nothing_compares_them()
    {
        string[] assemblies =
        [
            .. Directory.GetDirectories(Repository.Root, "LiveOps.*").Select(folder => Path.Combine(AppContext.BaseDirectory, Path.GetFileName(folder) + ".dll")).Where(file => File.Exists(file) && !file.EndsWith("LiveOps.Tests.dll", StringComparison.Ordinal)),
        ];

        Assert.Contains(assemblies, file => file.EndsWith("LiveOps.Leaderboard.dll", StringComparison.Ordinal));
        string[] comparisons = [.. from file in assemblies from call in CalledMembers.In(file) where Comparison().IsMatch(call.Member) select $"{call.Type}: {call.Member}"];
        Assert.True(comparisons.Length == 0, string.Join('\n', comparisons));
    }

    [Fact]
    public void Every_way_to_compare_them_is_seen()
    {
        string[] seen = [.. from call in CalledMembers.In(typeof(Comparisons).Assembly.Location) where call.Type == nameof(Values_of_Redis_are_not_compared) && Comparison().IsMatch(call.Member) select call.Member];

        Assert.Equal(
            [
                "Condition.HashEqual", "Condition.StringEqual", "Dictionary`2[RedisValue,String]..ctor", "Dictionary`2[RedisValue,String].TryAdd", "Enumerable.Contains[RedisValue]", "Enumerable.Distinct[RedisValue]",
                "Enumerable.GroupBy[HashEntry,RedisValue]", "ExtensionMethods.ToDictionary", "HashSet`1[RedisValue]..ctor", "HashSet`1[RedisValue].Add", "IDatabaseAsync.LockReleaseAsync", "IDatabaseAsync.SortedSetRangeByValueAsync",
                "List`1[RedisValue].IndexOf", "RedisValue.CompareTo", "RedisValue.Equals", "RedisValue.op_Equality", "RedisValue.op_Inequality",
            ],
            seen.Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""
        ^(
          (RedisValue|HashEntry|SortedSetEntry|NameValueEntry)\.(op_Equality|op_Inequality|Equals|CompareTo|GetHashCode)
        | (?:\w*Dictionary|HashSet|FrozenSet|SortedSet|ImmutableHashSet|EqualityComparer|Comparer)`\d\[RedisValue[\],].*
        | (?:List|ICollection|IList|Queue)`1\[RedisValue]\.(Contains|IndexOf|LastIndexOf|Remove|Sort|BinarySearch)
        | (?:Enumerable|Array|MemoryExtensions|FrozenSet|FrozenDictionary|ImmutableHashSet)\.
          (Contains|Distinct|Except|Intersect|Union|SequenceEqual|IndexOf|LastIndexOf|BinarySearch|Sort|Order|OrderDescending|Min|Max|ToHashSet|ToFrozenSet)\[RedisValue[\],].*
        | Enumerable\.(GroupBy|ToDictionary|ToLookup|DistinctBy|ExceptBy|IntersectBy|UnionBy|OrderBy|OrderByDescending|MinBy|MaxBy|CountBy)\[\w+,RedisValue[\],].*
        | Condition\.\w*(Equal|Contains)\w*
        | ExtensionMethods\.ToDictionary
        | IDatabase(Async)?\.(Lock(Take|Release|Extend)|SortedSet(RangeByValue|LengthByValue|RemoveRangeByValue))(Async)?
        )$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparison();

    // Never run.
    private static class Comparisons
    {
        public static async Task<object> AllAsync(IDatabase database, RedisValue one, RedisValue other, HashEntry[] entries)
        {
            RedisValue[] values = [one, other];
            _ = (Condition.StringEqual("key", one), Condition.HashEqual("key", one, other), one == other, one != other, one.Equals(other), one.CompareTo(other));
            _ = (new HashSet<RedisValue>().Add(one), new Dictionary<RedisValue, string>().TryAdd(one, ""), new List<RedisValue>(values).IndexOf(one), entries.ToDictionary());
            _ = (((IEnumerable<RedisValue>)values).Contains(one), values.Distinct(), entries.GroupBy(entry => entry.Name));
            return (await database.LockReleaseAsync("key", one), await database.SortedSetRangeByValueAsync("key", one, other));
        }
    }
}
