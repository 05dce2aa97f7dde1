using System.Buffers.Binary;
using System.Text;
using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.State;

/// <summary>
/// The service's commands as they lie in the journal; version 1, little-endian:
/// <code>u8 version=1 | u8 kind | i64 time (Unix ticks) | what the kind carries</code>
/// where ids are a length byte and ASCII, and a policy, what a document is told, or a command that the audit has, is all up to the end.
/// </summary>
internal static class Commands
{
    public const int HeaderLength = 10;
    private const byte Version = 1;

    public static byte[] Policy(long time, ReadOnlySpan<byte> json) => [.. Header(CommandKind.Policy, time), .. json];

    public static byte[] Document(long time, ReadOnlySpan<byte> command) => [.. Header(CommandKind.Document, time), .. command];

    public static byte[] LeaguesBase(long time, ReadOnlySpan<byte> json) => [.. Header(CommandKind.LeaguesBase, time), .. json];

    public static byte[] Leagues(long time, ReadOnlySpan<byte> command) => [.. Header(CommandKind.Leagues, time), .. command];

    public static byte[] Audited(long time, ReadOnlySpan<byte> command) => [.. Header(CommandKind.Audited, time), .. command];

    public static byte[] LiveEventsBase(long time, ReadOnlySpan<byte> json) => [.. Header(CommandKind.LiveEventsBase, time), .. json];

    public static byte[] LiveEvents(long time, ReadOnlySpan<byte> command) => [.. Header(CommandKind.LiveEvents, time), .. command];

    public static byte[] Enter(long time, string live, string player) => [.. Header(CommandKind.Enter, time), .. Id(live), .. Id(player)];

    public static byte[] Rollover(long time) => Header(CommandKind.Rollover, time);

    public static byte[] Hide(long time, string player) => [.. Header(CommandKind.Hide, time), .. Id(player)];

    public static byte[] Show(long time, string player) => [.. Header(CommandKind.Show, time), .. Id(player)];

    public static byte[] Remove(long time, string board, WindowKind window, string player) =>
        [.. Header(CommandKind.Remove, time), (byte)window, .. Id(board), .. Id(player)];

    /// <summary>Ends the running period of a window; where a period is named, only that one. Journals of before have none.</summary>
    public static byte[] EndEarly(long time, string board, WindowKind window, string? period = null) =>
        [.. Header(CommandKind.EndEarly, time), (byte)window, .. Id(board), .. period is null ? [] : Id(period)];

    public static byte[] DropBoard(long time, string board) => [.. Header(CommandKind.DropBoard, time), .. Id(board)];

    public static byte[] RewardsTold(long time, long upTo)
    {
        byte[] number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, upTo);
        return [.. Header(CommandKind.RewardsTold, time), .. number];
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">A version or kind that is not known.</exception>
    public static CommandKind Read(ReadOnlySpan<byte> command, out long time)
    {
        if (command.Length < HeaderLength || command[0] != Version || !Enum.IsDefined((CommandKind)command[1]))
            throw new InvalidDataException("not a leaderboard command of a version this one knows");
        time = BinaryPrimitives.ReadInt64LittleEndian(command[2..]);
        return (CommandKind)command[1];
    }

    /// <summary>Takes an id off the front.</summary>
    public static ReadOnlySpan<byte> TakeId(ref ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> id = rest.Slice(1, rest[0]);
        rest = rest[(1 + id.Length)..];
        return id;
    }

    /// <summary>It has no time: nothing is closed before it counts.</summary>
    public static byte[] BlocksInOrder() => Header(CommandKind.BlocksInOrder, 0);

    private static byte[] Header(CommandKind kind, long time)
    {
        byte[] header = new byte[HeaderLength];
        header[0] = Version;
        header[1] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(2), time);
        return header;
    }

    private static byte[] Id(string id) => [checked((byte)id.Length), .. Encoding.ASCII.GetBytes(id)];
}
