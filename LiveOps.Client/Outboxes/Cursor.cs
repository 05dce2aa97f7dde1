using System.Buffers.Binary;
using LiveOps.Client.Outboxes.Storage;

namespace LiveOps.Client.Outboxes;

/// <summary>
/// How far the outbox was sent, and where the batch ends that is under way: it is cut once, before its first attempt, and is the same after a crash. Two places in one
/// file are written in turn, each with a number and a CRC: of the two, the newest that is whole holds.
/// </summary>
/// <param name="segment">The segment of the first event that was not answered.</param>
/// <param name="offset">Its place there.</param>
/// <param name="batchEnd">Where the batch ends; <paramref name="offset"/> when none was cut.</param>
internal readonly struct Cursor(long segment, long offset, long batchEnd)
{
    private const int SlotLength = 64, UsedLength = 36;

    public long Segment { get; } = segment;

    public long Offset { get; } = offset;

    public long BatchEnd { get; } = batchEnd;

    /// <summary>Takes the room of both slots while there is some: a disk that is full later takes what is written over them, and nothing is sent anew after each start.</summary>
    public static void Reserve(IStoredFile file)
    {
        if (file.Length >= 2 * SlotLength)
            return;
        Span<byte> slots = stackalloc byte[2 * SlotLength]; // no slot that holds: its CRC is another
        slots.Clear();
        long length = file.Length;
        try
        {
            file.Write(length, slots[(int)length..]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Full already: it is as it was.
        }
    }

    /// <summary>The cursor that holds; the beginning when there is none.</summary>
    public static Cursor Read(IStoredFile file, out long number)
    {
        Span<byte> slot = stackalloc byte[SlotLength];
        Cursor newest = default;
        number = 0;
        for (int i = 0; i < 2; i++)
        {
            if (file.Read(i * SlotLength, slot) < UsedLength || BinaryPrimitives.ReadUInt32LittleEndian(slot[32..]) != Crc32C.Of(slot[..32]))
                continue;
            long written = BinaryPrimitives.ReadInt64LittleEndian(slot);
            if (written <= number)
                continue;
            number = written;
            newest = new Cursor(BinaryPrimitives.ReadInt64LittleEndian(slot[8..]), BinaryPrimitives.ReadInt64LittleEndian(slot[16..]), BinaryPrimitives.ReadInt64LittleEndian(slot[24..]));
        }

        return newest;
    }

    /// <summary>Writes it over the older of the two.</summary>
    /// <param name="file">Where.</param>
    /// <param name="number">One more than that of the cursor before.</param>
    public void Write(IStoredFile file, long number)
    {
        Span<byte> slot = stackalloc byte[SlotLength];
        slot.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(slot, number);
        BinaryPrimitives.WriteInt64LittleEndian(slot[8..], Segment);
        BinaryPrimitives.WriteInt64LittleEndian(slot[16..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(slot[24..], BatchEnd);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[32..], Crc32C.Of(slot[..32]));
        file.Write(number % 2 * SlotLength, slot);
    }
}
