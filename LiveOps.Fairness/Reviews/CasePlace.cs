using System.Buffers.Binary;
using System.Text;

namespace LiveOps.Fairness.Reviews;

/// <summary>
/// Where a case stands among all, the first to be forgotten first: decided ones by the time of the decision, then watched ones, then open ones, both by severity, of equal ones
/// the youngest first. So a page goes backwards: the most severe open case that waits longest, and of decided ones the newest. In bytes <c>u8 class | u64 key, big-endian | u8 status | the
/// case's id</c>, which are in the same order.
/// </summary>
/// <param name="Class">0 decided, 1 watched, 2 open.</param>
/// <param name="Key">Its place in the class.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Id">See <see cref="CaseId"/>.</param>
internal readonly record struct CasePlace(byte Class, ulong Key, CaseStatus Status, string Id) : IComparable<CasePlace>
{
    /// <summary>Its bytes, with and without the id.</summary>
    public const int Length = HeadLength + CaseId.Length, HeadLength = 1 + sizeof(ulong) + 1;

    public static CasePlace Of(Case one) => new(ClassOf(one.Status), KeyOf(one), one.Status, CaseId.Of(one.PlayerId));

    /// <summary>The class in which cases of a status are.</summary>
    public static byte ClassOf(CaseStatus status) => (byte)(status == CaseStatus.Open ? 2 : status == CaseStatus.Watched ? 1 : 0);

    /// <inheritdoc/>
    public int CompareTo(CasePlace other)
    {
        int first = Class.CompareTo(other.Class), second = Key.CompareTo(other.Key), third = Status.CompareTo(other.Status);
        return first != 0 ? first : second != 0 ? second : third != 0 ? third : string.CompareOrdinal(Id, other.Id);
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        bytes[0] = Class;
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(1), Key);
        bytes[HeadLength - 1] = (byte)Status;
        Encoding.ASCII.GetBytes(Id, bytes.AsSpan(HeadLength));
        return bytes;
    }

    public static CasePlace Read(ReadOnlySpan<byte> bytes) =>
        new(bytes[0], BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]), (CaseStatus)bytes[HeadLength - 1], Encoding.ASCII.GetString(bytes[HeadLength..Length]));

    /// <summary>As a position that a caller gets and gives back.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());

    public static bool TryParse(string position, out CasePlace place)
    {
        byte[] bytes = new byte[Length];
        place = default;
        if (position.Length != 2 * Length || Convert.FromHexString(position, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        place = Read(bytes);
        return CaseStatuses.All.Any(one => one.Status == (CaseStatus)bytes[HeadLength - 1]) && place.Class == ClassOf(place.Status) && CaseId.TryParse(place.Id, out _);
    }

    private static ulong KeyOf(Case one) => ClassOf(one.Status) == 0
        ? (ulong)Math.Max(0, one.Standing?.At ?? one.FlaggedAt)
        : ((ulong)one.Severity << 32) | (uint.MaxValue - (uint)Math.Clamp(one.OpenedAt / TimeSpan.TicksPerSecond, 0, uint.MaxValue));
}
