using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Notices;

namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>
/// Something that is done to the webhooks. Those of one row are, as <see cref="BinaryWriter"/> writes: <c>u8 version=1 | i32 count | of each u8 kind | i32 length | bytes</c>.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">A <see cref="NoticeBatch"/>, a <see cref="State.WebhookCommand"/>, or one in an <see cref="AuditedCommand"/>.</param>
/// <param name="IsOfSender">Whether only who sends may do it.</param>
internal sealed record WebhookEntry(WebhookEntry.Kinds Kind, byte[] Bytes, bool IsOfSender)
{
    private const byte Version = 1;

    /// <summary>What an entry is. The numbers are in databases: never reuse one.</summary>
    internal enum Kinds : byte
    {
        /// <summary>Notices have come.</summary>
        Notices = 1,

        /// <summary>An attempt was made.</summary>
        Command = 2,

        /// <summary>An operator has changed something.</summary>
        Audited = 3,
    }

    /// <summary>What an operator does.</summary>
    public static WebhookEntry Of(AuditEntry audit, byte[] command) => new(Kinds.Audited, AuditedCommand.Of(audit, command), false);

    /// <summary>What came of an attempt.</summary>
    public static WebhookEntry OfAttempt(byte[] command) => new(Kinds.Command, command, true);

    /// <summary>Notices that have come.</summary>
    public static WebhookEntry Of(NoticeBatch notices) => new(Kinds.Notices, notices.ToBytes(), true);

    /// <summary>As a row has them.</summary>
    public static byte[] Write(IReadOnlyCollection<WebhookEntry> entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(entries.Count);
        foreach (WebhookEntry entry in entries)
        {
            writer.Write((byte)entry.Kind);
            writer.Write(entry.Bytes.Length);
            writer.Write(entry.Bytes);
        }

        return stream.ToArray();
    }

    /// <summary>Reads those of a row.</summary>
    /// <exception cref="InvalidDataException">It is of a newer version.</exception>
    public static WebhookEntry[] Read(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        if (reader.ReadByte() != Version)
            throw new InvalidDataException("the log of webhooks is of a newer version");
        var entries = new WebhookEntry[reader.ReadInt32()];
        for (int i = 0; i < entries.Length; i++)
        {
            var kind = (Kinds)reader.ReadByte();
            if (!Enum.IsDefined(kind))
                throw new InvalidDataException("the log of webhooks is of a newer version");
            entries[i] = new WebhookEntry(kind, reader.ReadBytes(reader.ReadInt32()), false);
        }

        return entries;
    }
}
