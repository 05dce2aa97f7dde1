using System.Globalization;
using System.Numerics;
using LiveOps.Core.Events;
using LiveOps.Fairness.Conduct;

namespace LiveOps.Fairness.Rules;

/// <summary>
/// What a player gains within a time (XP, items, kills, score, what a counter counts) must not pass a sum. Counted in four parts of the time, so what is held
/// against a player was truly gained within it, and a gain leaves the count after three to four quarters of it: never a false accusation,
/// and at the worst <c>max</c> within three quarters of the time for somebody who knows. Memory only: a restart forgets the last minute.
/// </summary>
internal sealed class GainRule(RuleScope scope, long max, int seconds) : Rule(scope)
{
    private readonly long _part = seconds * TimeSpan.TicksPerSecond / GainWindow.Parts;

    /// <summary>The time, in seconds.</summary>
    public int Seconds { get; } = seconds;

    /// <summary>Its place in a player's windows; set once, by the policy that owns it.</summary>
    public int Index { get; set; }

    /// <summary>Windows count in units of 2^Shift, so that the sum fits 31 bits; units are rounded up.</summary>
    public int Shift { get; } = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)max) - 31);

    public override (RuleKind, int) Kind => (RuleKind.Gain, Seconds);

    protected override string Limit => string.Create(CultureInfo.InvariantCulture, $"at most {max} {What} within {Seconds} s");

    private string What => Type switch
    {
        EventType.XpGained => "XP",
        EventType.ItemAcquired => "items",
        EventType.BossKilled => "kills",
        EventType.CounterAdded => "counted",
        _ => "points",
    };

    public override bool IsBroken(in RuleContext c, out Evidence evidence)
    {
        evidence = default;
        if (c.Event.Value <= 0)
            return false;
        long sum = ((long)c.Gains[Index].Sum(Part(c.Event.AcceptedAt)) + Units(c.Event.Value)) << Shift;
        if (sum <= max)
            return false;
        evidence = new Evidence(sum, max);
        return true;
    }

    /// <summary>Counts an accepted event.</summary>
    public void Count(Span<GainWindow> gains, in GameEvent e)
    {
        if (e.Value > 0)
            gains[Index].Add(Part(e.AcceptedAt), Units(e.Value));
    }

    public override double? Bound(in Evidence evidence, bool ascending) => evidence.Limit;

    public override string Observed(in Evidence evidence) => string.Create(CultureInfo.InvariantCulture, $"{evidence.Value} {What} within {Seconds} s");

    private uint Part(long at) => (uint)(at / _part);

    private long Units(long value) => (value + (1L << Shift) - 1) >> Shift;
}
