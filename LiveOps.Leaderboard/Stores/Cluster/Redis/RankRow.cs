using System.Buffers.Binary;
using System.Globalization;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>How an entry is written in a period's ranks, and read from them.</summary>
internal static class RankRow
{
    private const int TimeLength = 8;

    /// <summary>Adds what <see cref="RankScripts.Project"/> takes for an entry.</summary>
    /// <param name="arguments">The script's arguments.</param>
    /// <param name="player">Whose it is.</param>
    /// <param name="version">Its version.</param>
    /// <param name="entry">The key that ranks it and when it was reached; null: it is to be taken out.</param>
    public static void Add(List<RedisValue> arguments, string player, long version, (long Key, long AchievedAt)? entry)
    {
        arguments.Add(player);
        arguments.Add(Bytes(version));
        arguments.Add(entry is { } ranked ? ranked.Key.ToString(CultureInfo.InvariantCulture) : "");
        arguments.Add(entry is { } reached ? Bytes(reached.AchievedAt) : "");
    }

    /// <summary>Copies members and keys, as <c>ZRANGE … WITHSCORES</c> has them, to rows.</summary>
    public static void CopyTo(RowBuffer rows, int first, RedisResult members, SharedBoard board)
    {
        var values = (RedisValue[])members!;
        for (int i = 0; i < values.Length; i += 2)
        {
            ReadOnlySpan<byte> member = (byte[])values[i]!;
            // Whole numbers within ±2^53, however Redis writes them, are doubles exactly.
            long key = (long)(double)values[i + 1];
            rows.Add(++first, board.ScoreOf(key), BinaryPrimitives.ReadInt64BigEndian(member), member[TimeLength..]);
        }
    }

    private static byte[] Bytes(long value)
    {
        byte[] bytes = new byte[TimeLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
