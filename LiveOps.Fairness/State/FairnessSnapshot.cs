using System.Buffers;
using LiveOps.Core.Audit;
using LiveOps.Core.Boards;
using LiveOps.Core.Events;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;

namespace LiveOps.Fairness.State;

/// <summary>
/// A snapshot, version 9: the document, when the newest event was accepted, which way boards count, how far decisions are announced, sweep, remembered event ids, flags, audit, for each shard its players and its records, revoked keys, notices, cases. Only
/// what is a pure function of the journal is written. Version 1 had no boards' orders and no lowest scores; in
/// both before 3 ids were everybody's; before 4 nothing was announced; before 5 there was a policy's JSON in the document's place; before 6 the audit had
/// decisions about players alone, in a form of its own; before 7 nobody's keys were revoked; before 8 there were no notices; before 9 there were no cases.
/// </summary>
internal static class FairnessSnapshot
{
    private const byte Version = 9;

    public static void Save(Stream stream, Shard[] shards, RecentEvents learned, BoundedLog<Flag> flags, AuditTrail audit, JournaledPolicy<FairnessPolicy> document, long newest, BoardOrders orders, long announced, long sweptAt, int sweepNext, Revocations revocations, NoticeOutbox outbox, Cases cases)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        document.Save(writer);
        writer.Write(newest);
        byte[] said = orders.ToBytes();
        writer.Write(said.Length);
        writer.Write(said);
        writer.Write(announced);
        writer.Write(sweptAt);
        writer.Write(sweepNext);
        learned.Save(writer);
        flags.Save(writer, FlagFormat.Write);
        audit.Save(writer);

        // A shard's lock is held for copying into memory, not for writing to disk: verdicts are waiting.
        var copy = new ArrayBufferWriter<byte>();
        foreach (Shard shard in shards)
        {
            copy.ResetWrittenCount();
            int players = 0;
            lock (shard.Gate)
            {
                for (int number = 0; number < shard.Players.End; number++)
                {
                    if (shard.Players[number].LearnedAt == 0)
                        continue;
                    PlayerFormat.Write(copy, shard, number);
                    PlayerFormat.WriteLowest(copy, shard, number);
                    players++;
                }

                writer.Write(players);
            }

            writer.Write(copy.WrittenSpan);
            SaveRecords(writer, shard);
        }

        revocations.Save(writer);
        outbox.Save(writer);
        cases.Save(writer);
    }

    public static (long Newest, BoardOrders Orders, long Announced, long SweptAt, int SweepNext) Load(Stream stream, Shard[] shards, RecentEvents learned, BoundedLog<Flag> flags, AuditTrail audit, JournaledPolicy<FairnessPolicy> document, Revocations revocations, NoticeOutbox outbox, Cases cases)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        byte version = reader.ReadByte();
        if (version is 0 or > Version)
            throw new InvalidDataException($"a fairness snapshot of version {version}; this program reads versions 1 to {Version}");
        long newest = long.MinValue;
        if (version < 5)
        {
            document.LoadFormer(reader.ReadBytes(reader.ReadInt32()));
        }
        else
        {
            document.Load(reader);
            newest = reader.ReadInt64();
        }

        BoardOrders orders = BoardOrders.Descending;
        if (version > 1 && !BoardOrders.TryRead(reader.ReadBytes(reader.ReadInt32()), out orders))
            throw new InvalidDataException("a fairness snapshot's boards cannot be read");
        long announced = version > 3 ? reader.ReadInt64() : 0;
        long sweptAt = reader.ReadInt64();
        int sweepNext = reader.ReadInt32();
        if (version < 3)
            learned.LoadFormer(reader);
        else
            learned.Load(reader);
        flags.Load(reader, FlagFormat.Read);
        audit.Load(reader);
        for (int i = 0; i < shards.Length; i++)
        {
            var shard = shards[i] = new Shard();
            for (int left = reader.ReadInt32(); left > 0; left--)
                PlayerFormat.Read(reader, shard, lowest: version > 1);
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                var record = shard.Record(new UInt128(reader.ReadUInt64(), reader.ReadUInt64()));
                record.Durable.Load(reader);
                record.Live.CopyFrom(record.Durable);
            }
        }

        if (version > 6)
            revocations.Load(reader);
        if (version > 7)
            outbox.Load(reader);
        if (version > 8)
            cases.Load(reader);
        return (newest, orders, announced, sweptAt, sweepNext);
    }

    // Verdicts add records, but only the applying thread, which is here, changes what is durable in them.
    private static void SaveRecords(BinaryWriter writer, Shard shard)
    {
        lock (shard.Gate)
        {
            writer.Write(shard.Records.Values.Count(record => !record.Durable.IsEmpty));
            foreach ((UInt128 id, Standings.PlayerRecord record) in shard.Records)
            {
                if (record.Durable.IsEmpty)
                    continue;
                writer.Write((ulong)(id >> 64));
                writer.Write((ulong)id);
                record.Durable.Save(writer);
            }
        }
    }
}
