using System.Buffers;
using System.Buffers.Binary;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Players;

namespace LiveOps.Fairness.State;

/// <summary>
/// A player in a snapshot, and in Redis, little-endian: u64 × 2 hash | u32 learned at | two rhythms (u32 at, f32 mean, f32 variance, u16 count) | u8 boards,
/// then for each board, newest first: u64 board | i64 highest | i64 last | f64 mean | f32 variance | u32 run start | u16 count | u16 run.
/// </summary>
internal static class PlayerFormat
{
    private const int RhythmLength = 14;
    private const int HeadLength = 21 + 2 * RhythmLength;
    private const int BoardLength = 44;

    public static void Write(ArrayBufferWriter<byte> to, Shard shard, int number)
    {
        ref PlayerSlot player = ref shard.Players[number];
        Span<byte> span = to.GetSpan(HeadLength + ScoreHistories.MaxPerPlayer * BoardLength);
        BinaryPrimitives.WriteUInt64LittleEndian(span, player.High);
        BinaryPrimitives.WriteUInt64LittleEndian(span[8..], player.Low);
        BinaryPrimitives.WriteUInt32LittleEndian(span[16..], player.LearnedAt);
        WriteRhythm(span[20..], player.ScoreRhythm);
        WriteRhythm(span[(20 + RhythmLength)..], player.KillRhythm);
        Span<ScoreHistory> histories = shard.Scores.Of(player.Scores);
        span[HeadLength - 1] = (byte)histories.Length;
        int length = HeadLength;
        for (int i = histories.Length - 1; i >= 0; i--, length += BoardLength)
            WriteHistory(span[length..], histories[i]);
        to.Advance(length);
    }

    /// <param name="reader">Where from.</param>
    /// <param name="shard">Gets the player.</param>
    /// <param name="lowest">Whether lowest scores follow.</param>
    public static void Read(BinaryReader reader, Shard shard, bool lowest)
    {
        Span<byte> player = stackalloc byte[HeadLength + ScoreHistories.MaxPerPlayer * BoardLength];
        reader.BaseStream.ReadExactly(player[..HeadLength]);
        int length = LengthOf(player);
        reader.BaseStream.ReadExactly(player[HeadLength..length]);
        Read(player[..length], shard);
        if (!lowest)
            return;
        var id = new UInt128(BinaryPrimitives.ReadUInt64LittleEndian(player), BinaryPrimitives.ReadUInt64LittleEndian(player[8..]));
        Span<ScoreHistory> histories = shard.Scores.Of(shard.Players[shard.Enter(id)].Scores);
        player = player[..(histories.Length * sizeof(long))];
        reader.BaseStream.ReadExactly(player);
        ReadLowest(player, histories);
    }

    /// <summary>Reads a player into a shard that knows no histories of theirs.</summary>
    /// <returns>How many bytes were read.</returns>
    public static int Read(ReadOnlySpan<byte> from, Shard shard)
    {
        int length = from.Length < HeadLength ? int.MaxValue : LengthOf(from);
        if (from.Length < length)
            throw new InvalidDataException("a player is cut short");
        var id = new UInt128(BinaryPrimitives.ReadUInt64LittleEndian(from), BinaryPrimitives.ReadUInt64LittleEndian(from[8..]));
        ref PlayerSlot player = ref shard.Players[shard.Enter(id)];
        player.LearnedAt = BinaryPrimitives.ReadUInt32LittleEndian(from[16..]);
        player.ScoreRhythm = ReadRhythm(from[20..]);
        player.KillRhythm = ReadRhythm(from[(20 + RhythmLength)..]);
        for (int at = length - BoardLength; at >= HeadLength; at -= BoardLength)
            ReadHistory(from[at..], ref shard.Scores.Begin(ref player.Scores, BinaryPrimitives.ReadUInt64LittleEndian(from[at..])));

        return length;
    }

    /// <summary>Writes what <see cref="Write"/> has no room for, as former versions read it: i64 lowest for each board, newest first.</summary>
    public static void WriteLowest(ArrayBufferWriter<byte> to, Shard shard, int number)
    {
        Span<ScoreHistory> histories = shard.Scores.Of(shard.Players[number].Scores);
        Span<byte> span = to.GetSpan(ScoreHistories.MaxPerPlayer * sizeof(long));
        for (int i = histories.Length - 1; i >= 0; i--, span = span[sizeof(long)..])
            BinaryPrimitives.WriteInt64LittleEndian(span, histories[i].Lowest);
        to.Advance(histories.Length * sizeof(long));
    }

    /// <summary>Reads it for a player who has been read.</summary>
    public static void ReadLowest(ReadOnlySpan<byte> from, Span<ScoreHistory> histories)
    {
        if (from.Length != histories.Length * sizeof(long))
            throw new InvalidDataException("a player's lowest scores are cut short");
        for (int i = histories.Length - 1; i >= 0; i--, from = from[sizeof(long)..])
            histories[i].Lowest = BinaryPrimitives.ReadInt64LittleEndian(from);
    }

    private static int LengthOf(ReadOnlySpan<byte> head) => head[HeadLength - 1] <= ScoreHistories.MaxPerPlayer
        ? HeadLength + head[HeadLength - 1] * BoardLength
        : throw new InvalidDataException("a player with more boards than are kept");

    private static void WriteRhythm(Span<byte> to, in Rhythm rhythm)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, rhythm.At);
        BinaryPrimitives.WriteSingleLittleEndian(to[4..], rhythm.Mean);
        BinaryPrimitives.WriteSingleLittleEndian(to[8..], rhythm.Variance);
        BinaryPrimitives.WriteUInt16LittleEndian(to[12..], rhythm.Count);
    }

    private static Rhythm ReadRhythm(ReadOnlySpan<byte> from) => new()
    {
        At = BinaryPrimitives.ReadUInt32LittleEndian(from),
        Mean = BinaryPrimitives.ReadSingleLittleEndian(from[4..]),
        Variance = BinaryPrimitives.ReadSingleLittleEndian(from[8..]),
        Count = BinaryPrimitives.ReadUInt16LittleEndian(from[12..]),
    };

    private static void WriteHistory(Span<byte> to, in ScoreHistory history)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, history.Board);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], history.Highest);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], history.Last);
        BinaryPrimitives.WriteDoubleLittleEndian(to[24..], history.Mean);
        BinaryPrimitives.WriteSingleLittleEndian(to[32..], history.Variance);
        BinaryPrimitives.WriteUInt32LittleEndian(to[36..], history.RunStart);
        BinaryPrimitives.WriteUInt16LittleEndian(to[40..], history.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(to[42..], history.Run);
    }

    private static void ReadHistory(ReadOnlySpan<byte> from, ref ScoreHistory history)
    {
        history.Highest = BinaryPrimitives.ReadInt64LittleEndian(from[8..]);
        history.Last = BinaryPrimitives.ReadInt64LittleEndian(from[16..]);
        history.Lowest = history.Last; // until it is read, or where a former version did not keep it
        history.Mean = BinaryPrimitives.ReadDoubleLittleEndian(from[24..]);
        history.Variance = BinaryPrimitives.ReadSingleLittleEndian(from[32..]);
        history.RunStart = BinaryPrimitives.ReadUInt32LittleEndian(from[36..]);
        history.Count = BinaryPrimitives.ReadUInt16LittleEndian(from[40..]);
        history.Run = BinaryPrimitives.ReadUInt16LittleEndian(from[42..]);
    }
}
