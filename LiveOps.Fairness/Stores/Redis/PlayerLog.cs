using System.Buffers.Binary;
using System.Text;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// What is kept about all players for operators: a sorted set in each shard, written by the script that writes the player, merged when it is
/// read. All scores are 0, so entries are in the order of their bytes, big-endian: i64 time (ticks) | u64 stamp | u128 player's hash |
/// the entry. The first sixteen bytes are a position in the whole.
/// </summary>
internal sealed class PlayerLog<T>(RedisStore redis, Func<int, byte[]> keyOf, Func<BinaryReader, T> read)
{
    private const int Chunk = 500;

    private const string PageScript = "return redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[1], '-', 'LIMIT', 0, ARGV[2])";

    /// <summary>Newest first; null when the query's position is none.</summary>
    public async Task<LogPage<T>?> PageAsync(PageQuery query)
    {
        byte[]? before = null;
        if (query.After is { } after && !PlayerLog.TryParse(after, out before))
            return null;
        List<byte[]> found = query.Player is { } player
            ? await OfPlayerAsync(IdHash.Of(Encoding.UTF8.GetBytes(player)), before, query.Limit + 1)
            : await OfAllAsync(before, query.Limit + 1);
        string? next = found.Count > query.Limit ? PlayerLog.Position(found[query.Limit - 1]) : null;
        return new LogPage<T>([.. found.Take(query.Limit).Select(Read)], next);
    }

    /// <summary>Deletes what is kept about a player. Done twice it does no harm.</summary>
    public async Task EraseAsync(UInt128 player)
    {
        byte[] key = keyOf(PlayerKeys.ShardOf(player));
        List<byte[]> found = await OfPlayerAsync(player, null, int.MaxValue);
        foreach (byte[][] chunk in found.Chunk(Chunk))
            await redis.RunAsync("erase-log", database => database.SortedSetRemoveAsync(key, Array.ConvertAll(chunk, entry => (RedisValue)entry)));
    }

    private async Task<List<byte[]>> OfAllAsync(byte[]? before, int limit)
    {
        byte[][][] shards = await Task.WhenAll(Enumerable.Range(0, PlayerKeys.Shards).Select(shard => RangeAsync(shard, before, limit)));
        return [.. shards.SelectMany(entries => entries).OrderDescending(PlayerLog.Order).Take(limit)];
    }

    private async Task<List<byte[]>> OfPlayerAsync(UInt128 player, byte[]? before, int limit)
    {
        var found = new List<byte[]>();
        byte[][] entries;
        do
        {
            entries = await RangeAsync(PlayerKeys.ShardOf(player), before, Chunk);
            found.AddRange(entries.Where(entry => PlayerLog.PlayerOf(entry) == player).Take(limit - found.Count));
            before = entries.LastOrDefault();
        }
        while (entries.Length == Chunk && found.Count < limit);

        return found;
    }

    private async Task<byte[][]> RangeAsync(int shard, byte[]? before, int limit)
    {
        RedisValue from = before is null ? "+" : (byte[])[(byte)'(', .. before];
        RedisResult range = await redis.EvaluateAsync("read-log", PageScript, [keyOf(shard)], [from, limit]);
        return Array.ConvertAll((RedisResult[])range!, entry => (byte[])entry!);
    }

    private T Read(byte[] entry)
    {
        using var reader = new BinaryReader(new MemoryStream(entry, PlayerLog.HeadLength, entry.Length - PlayerLog.HeadLength), Encoding.UTF8);
        return read(reader);
    }
}

/// <summary>The bytes of the entries.</summary>
internal static class PlayerLog
{
    /// <summary>Bytes before the entry itself.</summary>
    public const int HeadLength = PositionLength + 16;

    private const int PositionLength = 16;

    public static IComparer<byte[]> Order { get; } = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    public static byte[] Entry<T>(UInt128 player, long at, T entry, Action<BinaryWriter, T> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        Span<byte> head = stackalloc byte[HeadLength];
        BinaryPrimitives.WriteInt64BigEndian(head, at);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], Stamps.Next());
        BinaryPrimitives.WriteUInt128BigEndian(head[PositionLength..], player);
        writer.Write(head);
        write(writer, entry);
        return stream.ToArray();
    }

    public static UInt128 PlayerOf(byte[] entry) => BinaryPrimitives.ReadUInt128BigEndian(entry.AsSpan(PositionLength));

    public static string Position(byte[] entry) => Convert.ToHexStringLower(entry.AsSpan(0, PositionLength));

    public static bool TryParse(string position, out byte[]? bytes)
    {
        bytes = new byte[PositionLength];
        return position.Length == 2 * PositionLength && Convert.FromHexString(position, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
