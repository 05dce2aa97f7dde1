using System.Text;
using LiveOps.Progression.Grants;

namespace LiveOps.Progression.State;

/// <summary>
/// What is written to the journal of grants, behind the mark of a command: <c>u8 version=1 | u8 kind | i64 at</c>, then of a grant <c>string player | content</c>, of a new job
/// <c>content | i32 players | strings</c>, of a job that is stopped or continued <c>string id</c>, of a turn of a job <c>string id | i32 from</c>. A content is <c>strings id, by, reason |
/// i64 xp | u8 items | (string item, i64 quantity) | string reward, empty for none</c>; where there are counters, the highest bit of the number of items is set, and behind it all stand
/// <c>u8 counters | (string counter, i64 amount)</c>. Strings as <see cref="BinaryWriter"/> writes them.
/// </summary>
internal static class GrantCommand
{
    private const byte Version = 1, WithCounters = 0x80;

    /// <summary>The numbers are in journals: never reuse one.</summary>
    internal enum Kind : byte
    {
        Grant = 1,
        Start = 2,
        Stop = 3,
        Continue = 4,
        Turn = 5,
    }

    /// <summary>Grants to a player.</summary>
    public static byte[] Grant(string player, GrantContent grant, long at) => Bytes(Kind.Grant, at, writer =>
    {
        writer.Write(player);
        Write(writer, grant);
    });

    /// <summary>Makes a job.</summary>
    public static byte[] Start(GrantOrder order, long at) => Bytes(Kind.Start, at, writer =>
    {
        Write(writer, order.Grant);
        writer.Write(order.Players.Count);
        foreach (string player in order.Players)
            writer.Write(player);
    });

    /// <summary>Stops a job, or has it go on.</summary>
    public static byte[] Switch(string job, bool isRunning, long at) => Bytes(isRunning ? Kind.Continue : Kind.Stop, at, writer => writer.Write(job));

    /// <summary>Gives the next players of a job their turn, if it is at that place still.</summary>
    public static byte[] Turn(string job, int from, long at) => Bytes(Kind.Turn, at, writer =>
    {
        writer.Write(job);
        writer.Write(from);
    });

    /// <summary>Begins to read.</summary>
    /// <exception cref="InvalidDataException">Of a version that is not known.</exception>
    public static BinaryReader Open(ReadOnlySpan<byte> command, out Kind kind, out long at)
    {
        var reader = new BinaryReader(new MemoryStream(command.ToArray()), Encoding.UTF8);
        if (reader.ReadByte() != Version)
            throw new InvalidDataException("a grant's command of a newer version");
        kind = (Kind)reader.ReadByte();
        at = reader.ReadInt64();
        return reader;
    }

    /// <summary>Reads a new job.</summary>
    public static GrantOrder ReadOrder(BinaryReader reader)
    {
        GrantContent grant = ReadContent(reader);
        string[] players = new string[Math.Clamp(reader.ReadInt32(), 0, GrantJob.MostPlayers)];
        for (int i = 0; i < players.Length; i++)
            players[i] = reader.ReadString();
        return new GrantOrder(grant, players);
    }

    /// <summary>Writes what is granted.</summary>
    public static void Write(BinaryWriter writer, GrantContent grant)
    {
        writer.Write(grant.Id);
        writer.Write(grant.By);
        writer.Write(grant.Reason);
        writer.Write(grant.Xp);
        writer.Write((byte)(grant.Items.Count | (grant.Counters.Count > 0 ? WithCounters : 0)));
        Write(writer, grant.Items);
        writer.Write(grant.Reward ?? "");
        if (grant.Counters.Count == 0)
            return;
        writer.Write((byte)grant.Counters.Count);
        Write(writer, grant.Counters);
    }

    /// <summary>Reads what is granted.</summary>
    public static GrantContent ReadContent(BinaryReader reader)
    {
        string id = reader.ReadString(), by = reader.ReadString(), reason = reader.ReadString();
        long xp = reader.ReadInt64();
        byte items = reader.ReadByte();
        (string, long)[] each = ReadEach(reader, items & ~WithCounters);
        string reward = reader.ReadString();
        (string, long)[] counters = (items & WithCounters) != 0 ? ReadEach(reader, reader.ReadByte()) : [];
        return new GrantContent(id, by, reason, xp, each, counters, reward.Length == 0 ? null : reward);
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<(string Name, long Amount)> each)
    {
        foreach ((string name, long amount) in each)
        {
            writer.Write(name);
            writer.Write(amount);
        }
    }

    private static (string, long)[] ReadEach(BinaryReader reader, int count)
    {
        var each = new (string, long)[count];
        for (int i = 0; i < each.Length; i++)
            each[i] = (reader.ReadString(), reader.ReadInt64());
        return each;
    }

    private static byte[] Bytes(Kind kind, long at, Action<BinaryWriter> content)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)CommandKind.Grants);
        writer.Write(Version);
        writer.Write((byte)kind);
        writer.Write(at);
        content(writer);
        return stream.ToArray();
    }
}
