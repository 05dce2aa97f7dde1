using System.Globalization;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Tests.Fairness.Rules;
using LiveOps.Tests.Fairness.Stores.Journaled;

namespace LiveOps.Tests.Fairness.Simulation;

/// <summary>One player's events through verdicts and learning, on the player's own time; players do not touch each other.</summary>
internal sealed class SimulatedPlayer(FairnessWorld world, string id, Random random)
{
    private readonly byte[] _id = Encoding.ASCII.GetBytes(id), _eventId = Encoding.ASCII.GetBytes(id + "-000000000");
    private readonly EventBatchBuilder _builder = new();
    private readonly Verdict[] _verdicts = new Verdict[1];
    private readonly long _start = world.Now;
    private long _now = world.Now;
    private int _count;

    public Random Random => random;

    /// <summary>Seconds since the player's first moment.</summary>
    public double Seconds => (double)(_now - _start) / TimeSpan.TicksPerSecond;

    public int Accepted { get; private set; }

    /// <summary>When an event was first refused; infinite while none was.</summary>
    public double RefusedAt { get; private set; } = double.PositiveInfinity;

    /// <summary>When the player was first found blocked.</summary>
    public double BlockedAt { get; private set; } = double.PositiveInfinity;

    public void Wait(double seconds) => _now += (long)(seconds * TimeSpan.TicksPerSecond);

    public VerdictKind Xp(long amount) => Send(EventType.XpGained, amount, default);

    public VerdictKind Item(long quantity) => Send(EventType.ItemAcquired, quantity, "potion"u8);

    public VerdictKind Boss() => Send(EventType.BossKilled, 1, "dragon"u8);

    public VerdictKind Score(double score) => Send(EventType.ScoreSubmitted, (long)score, "arena"u8);

    /// <summary>A time in seconds, on a board where the lowest is best.</summary>
    public VerdictKind Lap(double seconds) => Send(EventType.ScoreSubmitted, (long)(seconds * 1000), "laps"u8);

    /// <summary>A value whose logarithm is normal: how long people take, and how well they do.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Rules_of_the_policy.Gaussian(random));

    public double Uniform(double from, double to) => from + (to - from) * random.NextDouble();

    /// <summary>When a flag was first raised, by what is kept.</summary>
    public double FlaggedAt => world.Standing(id).Flags is { Count: > 0 } flags
        ? (double)((flags.Min(flag => flag.At) - DateTime.UnixEpoch).Ticks - _start) / TimeSpan.TicksPerSecond
        : double.PositiveInfinity;

    private VerdictKind Send(EventType type, long value, ReadOnlySpan<byte> subject)
    {
        (++_count).TryFormat(_eventId.AsSpan(_id.Length + 1), out _, "D9", CultureInfo.InvariantCulture);
        _builder.Clear();
        _builder.Append(new GameEvent { Type = type, Id = _eventId, PlayerId = _id, Subject = subject, Value = value, OccurredAt = _now / TimeSpan.TicksPerMillisecond });
        EventBatch batch = _builder.Seal(_now);
        world.Judge(batch, _verdicts);
        VerdictKind kind = _verdicts[0].Kind;
        if (kind == VerdictKind.Accepted)
        {
            Accepted++;
            world.State.Apply([new BusMessage(BusMessageKind.Events, batch.Bytes)]);
        }
        else
        {
            RefusedAt = Math.Min(RefusedAt, Seconds);
            if (kind == VerdictKind.Blocked)
                BlockedAt = Math.Min(BlockedAt, Seconds);
        }

        return kind;
    }
}
