using System.Text;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// What a record's payload is: <c>u8 kind | body</c>. For a <see cref="BusMessage"/> the kind is its own; a command is
/// <c>u8 16 | u8 length | consumer's name (ASCII) | body</c>.
/// </summary>
internal static class JournalRecord
{
    private const byte CommandKind = 16;

    public static byte[] CommandHead(string consumer) => [CommandKind, checked((byte)consumer.Length), .. Encoding.ASCII.GetBytes(consumer)];

    public static bool IsCommand(ReadOnlySpan<byte> payload) => payload[0] == CommandKind;

    public static BusMessage Message(ReadOnlyMemory<byte> payload) => new((BusMessageKind)payload.Span[0], payload[1..]);
}
