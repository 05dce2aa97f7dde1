using System.Buffers.Binary;
using System.Text;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// What a record's payload is: <c>u8 kind | body</c>. For a <see cref="BusMessage"/> the kind is its own. What is for one consumer alone is
/// <c>u8 kind | u8 length | consumer's name (ASCII) | body</c>: a command of its own (16), or that one of its dead letters is settled (17), with
/// the body <c>i64 the letter's position | message to apply again (kind and body), or nothing when the letter was discarded</c>.
/// </summary>
internal static class JournalRecord
{
    private const byte CommandKind = 16, SettledKind = 17;

    public static byte[] CommandHead(string consumer) => [CommandKind, .. Name(consumer)];

    public static byte[] SettledHead(string consumer, long letter)
    {
        byte[] name = Name(consumer), head = new byte[1 + name.Length + sizeof(long)];
        head[0] = SettledKind;
        name.CopyTo(head, 1);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(1 + name.Length), letter);
        return head;
    }

    /// <summary>Whether it is for one consumer alone.</summary>
    public static bool IsAddressed(ReadOnlySpan<byte> payload) => payload[0] >= CommandKind;

    /// <summary>Whether an addressed record is for this consumer; then its kind and body.</summary>
    public static bool IsFor(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> payload, out bool isCommand, out ReadOnlyMemory<byte> body)
    {
        isCommand = payload.Span[0] == CommandKind;
        body = default;
        ReadOnlySpan<byte> addressed = payload.Span[1..];
        if (addressed[0] != name.Length || !addressed[1..].StartsWith(name))
            return false;
        if (payload.Span[0] > SettledKind)
            throw new JournalException($"a record of kind {payload.Span[0]} was written by a newer LiveOps: use that version.");
        body = payload[(2 + name.Length)..];
        return true;
    }

    public static BusMessage Message(ReadOnlyMemory<byte> payload) => new((BusMessageKind)payload.Span[0], payload[1..]);

    /// <summary>Which letter is settled; the message to apply again, if any.</summary>
    public static (long Letter, BusMessage? Message) Settled(ReadOnlyMemory<byte> body) =>
        (BinaryPrimitives.ReadInt64LittleEndian(body.Span), body.Length == sizeof(long) ? null : Message(body[sizeof(long)..]));

    private static byte[] Name(string consumer) => [checked((byte)consumer.Length), .. Encoding.ASCII.GetBytes(consumer)];
}
