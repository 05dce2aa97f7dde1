using System.Globalization;
using LiveOps.Core.Audit;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Flags;

namespace LiveOps.Fairness.Standings;

/// <summary>A player's flags and what followed from them. Sanctions end by themselves: they are times, not states.</summary>
internal sealed class Standing
{
    /// <summary>What is done to a player, as the audit has it.</summary>
    public const string Blocked = "block", Throttled = "throttle", Lifted = "lift";

    /// <summary>The newest flags of a player that are kept.</summary>
    public const int MaxFlags = 16;

    private readonly List<Flag> _flags = []; // oldest first
    private long _countedFrom; // flags up to then have led to a block, or were lifted
    private string? _blockDetail;

    /// <summary>Newest last.</summary>
    public IReadOnlyList<Flag> Flags => _flags;

    public long ThrottledUntil { get; private set; }

    public long BlockedUntil { get; private set; }

    /// <summary>Why they are, or were last, throttled or blocked.</summary>
    public string? Reason { get; private set; }

    public bool IsEmpty => _flags.Count == 0 && BlockedUntil == 0 && ThrottledUntil == 0;

    public StandingStatus At(long now) => now < BlockedUntil ? StandingStatus.Blocked
        : now < ThrottledUntil ? StandingStatus.Throttled
        : StandingStatus.Ok;

    /// <summary>Whether there is nothing to lift: nothing holds, and no flag counts.</summary>
    public bool IsClean(long now) => At(now) == StandingStatus.Ok && CountSince(long.MinValue) == 0;

    /// <summary>Until when a block holds; 0 where none does.</summary>
    public long HeldUntil(long now) => BlockedUntil > now ? BlockedUntil : 0;

    /// <summary>The verdict for a blocked player's event.</summary>
    public Verdict Refuse(long now) => new(VerdictKind.Blocked, (int)Math.Min((BlockedUntil - now + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, int.MaxValue),
        _blockDetail ??= $"Blocked until {Times.Text(BlockedUntil)}: {Reason}.");

    /// <summary>
    /// Raises a flag and escalates: the strongest step whose flags have come within its time takes effect from the flag's time on.
    /// </summary>
    /// <returns>Null when the event was flagged already.</returns>
    public Raised? Raise(Flag flag, EscalationStep[] escalation)
    {
        foreach (Flag other in _flags)
        {
            if (other.EventId == flag.EventId)
                return null;
        }

        if (_flags.Count == MaxFlags)
            _flags.RemoveAt(0);
        _flags.Add(flag.ToBare());
        long blockedUntil = BlockedUntil;
        foreach (EscalationStep step in escalation)
        {
            if (CountSince(flag.At - step.Within) >= step.Flags)
                return new Raised(flag, Escalate(step, flag), blockedUntil);
        }

        return new Raised(flag, null, blockedUntil);
    }

    /// <summary>Blocks until a time, whatever the flags say.</summary>
    public void Block(long until, string reason)
    {
        BlockedUntil = until;
        Reason = reason;
        _blockDetail = null;
    }

    /// <summary>What a block from now on takes the place of.</summary>
    public FormerBlock Former(long now) => new(HeldUntil(now), At(now) == StandingStatus.Ok ? "" : Reason ?? "");

    /// <summary>Ends a block alone: what it had taken the place of holds again, a throttling goes on, and flags count as before.</summary>
    public void Restore(FormerBlock former)
    {
        BlockedUntil = former.Until;
        Reason = former.Reason.Length > 0 ? former.Reason : null;
        _blockDetail = null;
    }

    /// <summary>Ends block and throttling; flags raised until now stay to be seen but count no more.</summary>
    public void Lift(long now)
    {
        BlockedUntil = ThrottledUntil = 0;
        Reason = null;
        _countedFrom = now;
    }

    /// <summary>Keeps nothing but a block that still holds.</summary>
    public void Erase(long now)
    {
        long until = HeldUntil(now);
        Clear();
        if (until != 0)
            Block(until, "blocked before the player was erased");
    }

    /// <summary>Whether it neither sanctions anybody nor has a flag newer than <paramref name="idle"/> ticks.</summary>
    public bool IsSpent(long now, long idle) => At(now) == StandingStatus.Ok && (_flags.Count == 0 || now - _flags[^1].At > idle);

    /// <summary>Until when anything in it can matter: the end of what was imposed, and of the time for which flags are kept.</summary>
    /// <param name="idle">For how many ticks a flag is kept.</param>
    public long MattersUntil(long idle) => Math.Max(Math.Max(BlockedUntil, ThrottledUntil), _flags.Count == 0 ? 0 : _flags[^1].At + idle);

    public void Clear() => CopyFrom(new Standing());

    /// <summary>How they stand at a moment, as the audit has it: a JSON object.</summary>
    public string Told(long now) => At(now) switch
    {
        StandingStatus.Blocked => $$"""{"status":"blocked","until":"{{Times.Text(BlockedUntil)}}"}""",
        StandingStatus.Throttled => $$"""{"status":"throttled","until":"{{Times.Text(ThrottledUntil)}}"}""",
        _ => """{"status":"ok"}""",
    };

    /// <summary>Whether an entry of the audit says until when a player is blocked, or that they are no more.</summary>
    public static bool IsBlockOrLift(AuditEntry entry) => entry is { Kind: AuditKinds.Player, Action: Blocked or Lifted };

    public void CopyFrom(Standing other)
    {
        _flags.Clear();
        _flags.AddRange(other._flags);
        (_countedFrom, ThrottledUntil, BlockedUntil, Reason, _blockDetail) = (other._countedFrom, other.ThrottledUntil, other.BlockedUntil, other.Reason, null);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_countedFrom);
        writer.Write(ThrottledUntil);
        writer.Write(BlockedUntil);
        writer.Write(Reason ?? "");
        writer.Write((byte)_flags.Count);
        foreach (Flag flag in _flags)
            FlagFormat.Write(writer, flag);
    }

    public void Load(BinaryReader reader)
    {
        _countedFrom = reader.ReadInt64();
        ThrottledUntil = reader.ReadInt64();
        BlockedUntil = reader.ReadInt64();
        Reason = reader.ReadString() is { Length: > 0 } reason ? reason : null;
        for (int left = reader.ReadByte(); left > 0; left--)
            _flags.Add(FlagFormat.Read(reader));
    }

    private int CountSince(long from)
    {
        int count = 0;
        foreach (Flag flag in _flags)
        {
            if (flag.At > from && flag.At > _countedFrom)
                count++;
        }

        return count;
    }

    private AuditEntry? Escalate(EscalationStep step, Flag flag)
    {
        long until = flag.At + step.For;
        string before = Told(flag.At);
        // The player is told the reason; which rule it was is for the audit alone.
        string reason = string.Create(CultureInfo.InvariantCulture, $"{step.Flags} flags within {step.Within / TimeSpan.TicksPerSecond} s");
        if (step.Blocks)
        {
            _countedFrom = flag.At;
            if (until <= BlockedUntil)
                return null; // never shortens what an operator has set
            Block(until, reason);
        }
        else
        {
            if (until <= ThrottledUntil)
                return null;
            ThrottledUntil = until;
            if (BlockedUntil <= flag.At)
                Reason = reason;
        }

        return new AuditEntry(flag.At, AuditEntry.ByPolicy, AuditKinds.Player, step.Blocks ? Blocked : Throttled)
        {
            Token = 0, // a replay gives the same
            PlayerId = flag.PlayerId,
            Reason = $"{reason}, the last by rule {flag.Rule}",
            Until = until,
            Before = before,
            After = Told(flag.At),
        };
    }
}
