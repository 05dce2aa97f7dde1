using System.Text;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.State;

/// <summary>What is asked of the webhooks' state, in bytes: a kind, and what it needs. They lie in journals.</summary>
internal static class WebhookCommand
{
    /// <summary>Which; never reuse a number.</summary>
    internal enum Kind : byte
    {
        Put = 1,
        Rotate = 2,
        Delete = 3,
        Resend = 4,
        Settle = 5,
    }

    /// <summary>Makes a webhook, with this secret, or changes what is said of one, whose secrets stay.</summary>
    public static byte[] Put(string id, WebhookWish wish, byte[] secret, long at, string seen = "") => Make(Kind.Put, id, at, writer =>
    {
        WebhookFormat.Write(writer, wish);
        WebhookFormat.WriteBytes(writer, secret);
        WriteSeen(writer, seen);
    });

    /// <summary>Puts a secret in the place of the newest, which signs on until a time.</summary>
    public static byte[] Rotate(string id, byte[] secret, long until, long at, string seen = "") => Make(Kind.Rotate, id, at, writer =>
    {
        WebhookFormat.WriteBytes(writer, secret);
        writer.Write(until);
        WriteSeen(writer, seen);
    });

    /// <summary>Forgets a webhook and its deliveries.</summary>
    public static byte[] Delete(string id, long at) => Make(Kind.Delete, id, at, _ => { });

    /// <summary>Sends a delivery again.</summary>
    public static byte[] Resend(string id, string delivery, long at) => Make(Kind.Resend, id, at, writer => writer.Write(delivery));

    /// <summary>Tells of an attempt.</summary>
    public static byte[] Settle(string id, string delivery, AttemptResult result) => Make(Kind.Settle, id, result.Attempt.At, writer =>
    {
        writer.Write(delivery);
        WebhookFormat.Write(writer, result.Attempt);
        writer.Write(result.Number);
        writer.Write(result.RetryAfterSeconds);
        writer.Write(result.Jitter);
        writer.Write(result.DisableAfter);
        writer.Write(result.Edition);
    });

    /// <summary>Opens a command, to read what its kind has.</summary>
    public static BinaryReader Open(ReadOnlySpan<byte> command, out Kind kind, out string id, out long at)
    {
        var reader = new BinaryReader(new MemoryStream(command.ToArray()), Encoding.UTF8);
        kind = (Kind)reader.ReadByte();
        id = reader.ReadString();
        at = reader.ReadInt64();
        return reader;
    }

    /// <summary>Reads what <see cref="Settle"/> has behind the delivery.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="edition">The webhook's now: what older programs wrote says none.</param>
    public static AttemptResult ReadResult(BinaryReader reader, int edition) => new(
        WebhookFormat.ReadAttempt(reader), reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadInt64(),
        reader.BaseStream.Position < reader.BaseStream.Length ? reader.ReadInt32() : edition);

    /// <summary>Reads which tags the caller has seen, behind all else; what older programs wrote says none.</summary>
    public static string ReadSeen(BinaryReader reader) => reader.BaseStream.Position < reader.BaseStream.Length ? reader.ReadString() : "";

    private static void WriteSeen(BinaryWriter writer, string seen)
    {
        if (seen.Length > 0)
            writer.Write(seen);
    }

    private static byte[] Make(Kind kind, string id, long at, Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)kind);
        writer.Write(id);
        writer.Write(at);
        write(writer);
        return stream.ToArray();
    }
}
