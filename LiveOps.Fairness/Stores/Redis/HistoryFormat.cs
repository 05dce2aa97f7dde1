using System.Buffers;
using System.Buffers.Binary;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// What learning changes of a player, little-endian: u8 version=1 | u64 stamp | the player (<see cref="PlayerFormat"/>) | the ids that were
/// learned (<see cref="LearnedIds"/>) | the lowest scores (<see cref="PlayerFormat.WriteLowest"/>), absent where a replica of a former version wrote it,
/// which reads over them.
/// </summary>
internal static class HistoryFormat
{
    private const byte Version = 1;
    private const int PlayerAt = StoredPart.StampAt + StoredPart.StampLength;

    /// <summary>Reads it into a shard that knows nothing of the player yet.</summary>
    /// <param name="history">The part; null for somebody of whom nothing was learned.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="number">The player's number there.</param>
    /// <param name="learned">Gets the ids.</param>
    public static void Read(byte[]? history, Shard shard, int number, LearnedIds learned)
    {
        learned.Clear();
        if (history is null)
            return;
        if (history[0] != Version)
            throw new InvalidDataException($"a player's history of version {history[0]}; this program reads version {Version}");
        int at = PlayerAt + PlayerFormat.Read(history.AsSpan(PlayerAt), shard);
        at += learned.Read(history.AsSpan(at));
        if (at < history.Length)
            PlayerFormat.ReadLowest(history.AsSpan(at), shard.Scores.Of(shard.Players[number].Scores));
    }

    /// <summary>Writes it from a shard.</summary>
    /// <param name="part">Where to.</param>
    /// <param name="to">Room to put it together in.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="number">The player's number there.</param>
    /// <param name="learned">The ids.</param>
    /// <param name="lifetime">Ticks of idleness after which it is forgotten.</param>
    public static void Write(StoredPart part, ArrayBufferWriter<byte> to, Shard shard, int number, LearnedIds learned, long lifetime)
    {
        to.ResetWrittenCount();
        Span<byte> head = to.GetSpan(PlayerAt);
        head[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(head[StoredPart.StampAt..], Stamps.Next());
        to.Advance(PlayerAt);
        PlayerFormat.Write(to, shard, number);
        learned.Write(to);
        PlayerFormat.WriteLowest(to, shard, number);
        part.Replace(to.WrittenSpan.ToArray(), lifetime);
    }
}
