using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Core.Notices;

/// <summary>
/// That something has happened, for who is outside. It follows from its cause alone: told again after a crash it is the same to the byte, and so is its id, by which receivers
/// tell repeats apart.
/// </summary>
/// <param name="Type">What it tells.</param>
/// <param name="Source">The service that tells it: <c>progression</c>.</param>
/// <param name="Subject">About whom or what: a player's id where the type is about players, else <c>board/window/period</c> or the like. ASCII, at most <see cref="MaxSubject"/> characters. Notices of one subject are sent in order.</param>
/// <param name="At">When it happened: Unix ticks.</param>
/// <param name="Data">A JSON object in UTF-8, at most <see cref="MaxData"/> bytes.</param>
public sealed record Notice(NoticeType Type, string Source, string Subject, long At, ReadOnlyMemory<byte> Data)
{
    /// <summary>The longest subject.</summary>
    public const int MaxSubject = 255;

    /// <summary>The most bytes of data.</summary>
    public const int MaxData = 16 << 10;

    /// <summary>Tells it from all others: 32 hexadecimal digits that follow from what it says.</summary>
    public string Id => field ??= MakeId();

    private string MakeId()
    {
        Span<byte> head = stackalloc byte[1 + sizeof(long) + 2 * byte.MaxValue + 2];
        head[0] = (byte)Type;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], At);
        int length = 9 + Encoding.ASCII.GetBytes(Source, head[9..]);
        head[length++] = 0;
        length += Encoding.ASCII.GetBytes(Subject, head[length..]);
        return IdHash.Of(head[..length], Data.Span).ToString("x32", CultureInfo.InvariantCulture);
    }
}
