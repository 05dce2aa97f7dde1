namespace LiveOps.Core.Audit;

/// <summary>
/// An entry in bytes, as <see cref="BinaryWriter"/> writes: <c>i64 -1 | u8 version=1 | i64 at | i64 token | strings by, via, from, kind, action, outcome, player, board, window,
/// document | i32 document's version | string reason | i64 until | strings before, after, patch</c>. The first number tells it from an entry of Fairness's former
/// audit, which begins with its time: <c>i64 at | strings player, action, by, reason | i64 until</c>.
/// </summary>
public static class AuditFormat
{
    private const long Mark = -1;
    private const byte Version = 1;

    /// <summary>Writes an entry.</summary>
    public static void Write(BinaryWriter writer, AuditEntry entry)
    {
        writer.Write(Mark);
        writer.Write(Version);
        writer.Write(entry.At);
        writer.Write(entry.Token);
        writer.Write(entry.By);
        writer.Write(entry.Via);
        writer.Write(entry.From);
        writer.Write(entry.Kind);
        writer.Write(entry.Action);
        writer.Write(entry.Outcome);
        writer.Write(entry.PlayerId);
        writer.Write(entry.Board);
        writer.Write(entry.Window);
        writer.Write(entry.Document);
        writer.Write(entry.Version);
        writer.Write(entry.Reason);
        writer.Write(entry.Until);
        writer.Write(entry.Before);
        writer.Write(entry.After);
        writer.Write(entry.Patch);
    }

    /// <summary>Reads an entry, of this form or of the former.</summary>
    /// <exception cref="InvalidDataException">It is of a newer version.</exception>
    public static AuditEntry Read(BinaryReader reader)
    {
        long first = reader.ReadInt64();
        if (first != Mark)
            return ReadFormer(reader, first);
        if (reader.ReadByte() is not Version and var newer)
            throw new InvalidDataException($"an entry of the audit is of version {newer}; this program reads version {Version}");
        long at = reader.ReadInt64(), token = reader.ReadInt64();
        string by = reader.ReadString(), via = reader.ReadString(), from = reader.ReadString();
        return new AuditEntry(at, by, reader.ReadString(), reader.ReadString())
        {
            Token = token,
            Via = via,
            From = from,
            Outcome = reader.ReadString(),
            PlayerId = reader.ReadString(),
            Board = reader.ReadString(),
            Window = reader.ReadString(),
            Document = reader.ReadString(),
            Version = reader.ReadInt32(),
            Reason = reader.ReadString(),
            Until = reader.ReadInt64(),
            Before = reader.ReadString(),
            After = reader.ReadString(),
            Patch = reader.ReadString(),
        };
    }

    // The player of an entry whose player was erased was left empty.
    private static AuditEntry ReadFormer(BinaryReader reader, long at)
    {
        string player = reader.ReadString(), action = reader.ReadString(), by = reader.ReadString();
        return new AuditEntry(at, by, AuditKinds.Player, action)
        {
            Token = 0,
            PlayerId = player.Length == 0 ? AuditEntry.Erased : player,
            Reason = reader.ReadString(),
            Until = reader.ReadInt64(),
        };
    }
}
