using System.Buffers.Binary;
using LiveOps.Core.Events;

namespace LiveOps.Core.LiveEvents;

/// <summary>
/// What is multiplied when because of live events, as the leaderboard says it on the bus (<see cref="Bus.BusMessageKind.LiveEvents"/>) whenever it changes, openings and closings to come
/// included: so what counts for an event follows from when it was accepted, not from when it is applied. Immutable. In bytes, little-endian: <c>u8 version=1 | i64 at | u8 types |
/// each: u8 type | i32 steps | each: i64 from | i32 hundredths</c>; a step holds until the next, and before the first nothing is multiplied.
/// </summary>
public sealed class EventMultipliers
{
    /// <summary>A multiplier of 1.</summary>
    public const int Once = 100;

    /// <summary>The largest multiplier: 100.</summary>
    public const int Most = 100 * Once;

    /// <summary>The most steps of a type.</summary>
    public const int MostSteps = 4096;

    /// <summary>Before anything was said: nothing is multiplied.</summary>
    public static readonly EventMultipliers None = new(long.MinValue, new Dictionary<EventType, MultiplierStep[]>());

    private const byte Version = 1;
    private const int HeadLength = 10, TypeLength = 5, StepLength = 12;

    private static readonly EventType[] Multiplied = [EventType.XpGained, EventType.BossKilled, EventType.ItemAcquired, EventType.CounterAdded];

    private readonly Dictionary<EventType, MultiplierStep[]> _steps;

    /// <param name="at">When it is said: Unix ticks. The newest holds.</param>
    /// <param name="steps">Of each type that is ever multiplied, its steps in order of their times.</param>
    public EventMultipliers(long at, IReadOnlyDictionary<EventType, MultiplierStep[]> steps) => (At, _steps) = (at, new(steps));

    /// <summary>The types that can be multiplied: those that give something.</summary>
    public static IReadOnlyList<EventType> Types => Multiplied;

    /// <summary>When it was said: Unix ticks.</summary>
    public long At { get; }

    /// <summary>The steps of a type, in order of their times.</summary>
    public IReadOnlyList<MultiplierStep> Steps(EventType type) => _steps.GetValueOrDefault(type, []);

    /// <summary>What multiplies an event's gain, in hundredths.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="accepted">When it was accepted: Unix ticks.</param>
    public int Of(EventType type, long accepted)
    {
        if (_steps.Count == 0 || !_steps.TryGetValue(type, out MultiplierStep[]? steps))
            return Once;
        int low = 0, high = steps.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (steps[middle].From <= accepted)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? Once : steps[low - 1].Hundredths;
    }

    /// <summary>What an amount comes to: rounded down, at most <see cref="GameEvent.MaxValue"/>. Only what is gained is multiplied, nothing that is taken away.</summary>
    public long Apply(EventType type, long accepted, long amount) =>
        amount > 0 ? Times(amount, Of(type, accepted)) : amount;

    /// <summary>An amount as many hundredth times.</summary>
    public static long Times(long amount, int hundredths) =>
        hundredths > Once && amount > 0 ? (long)Int128.Min((Int128)amount * hundredths / Once, Math.Max(amount, GameEvent.MaxValue)) : amount;

    /// <summary>Whether both say the same, whenever they said it.</summary>
    public bool SaysTheSame(EventMultipliers other) =>
        _steps.Count == other._steps.Count && _steps.All(type => other._steps.TryGetValue(type.Key, out MultiplierStep[]? steps) && steps.AsSpan().SequenceEqual(type.Value));

    /// <summary>As a message's payload.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeadLength + _steps.Sum(type => TypeLength + type.Value.Length * StepLength)];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), At);
        bytes[HeadLength - 1] = (byte)_steps.Count;
        Span<byte> rest = bytes.AsSpan(HeadLength);
        foreach ((EventType type, MultiplierStep[] steps) in _steps.OrderBy(type => type.Key))
        {
            rest[0] = (byte)type;
            BinaryPrimitives.WriteInt32LittleEndian(rest[1..], steps.Length);
            rest = rest[TypeLength..];
            foreach (MultiplierStep step in steps)
            {
                BinaryPrimitives.WriteInt64LittleEndian(rest, step.From);
                BinaryPrimitives.WriteInt32LittleEndian(rest[8..], step.Hundredths);
                rest = rest[StepLength..];
            }
        }

        return bytes;
    }

    /// <summary>Reads a payload; false when it is none of a version that this program knows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EventMultipliers multipliers)
    {
        multipliers = None;
        if (bytes.Length < HeadLength || bytes[0] != Version)
            return false;
        long at = BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]);
        int types = bytes[HeadLength - 1];
        bytes = bytes[HeadLength..];
        var all = new Dictionary<EventType, MultiplierStep[]>();
        for (; types > 0; types--)
        {
            if (!TryTake(ref bytes, out EventType type, out MultiplierStep[] steps) || !all.TryAdd(type, steps))
                return false;
        }

        if (!bytes.IsEmpty)
            return false;
        multipliers = new EventMultipliers(at, all);
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, out EventType type, out MultiplierStep[] steps)
    {
        (type, steps) = (default, []);
        if (bytes.Length < TypeLength || Array.IndexOf(Multiplied, (EventType)bytes[0]) < 0)
            return false;
        type = (EventType)bytes[0];
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]);
        bytes = bytes[TypeLength..];
        if (count is < 0 or > MostSteps || bytes.Length < count * StepLength)
            return false;
        steps = new MultiplierStep[count];
        for (int i = 0; i < count; i++)
        {
            steps[i] = new MultiplierStep(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
            if (steps[i].Hundredths is < Once or > Most || (i > 0 && steps[i].From <= steps[i - 1].From))
                return false;
            bytes = bytes[StepLength..];
        }

        return true;
    }
}
