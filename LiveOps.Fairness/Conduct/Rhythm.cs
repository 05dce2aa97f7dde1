using System.Runtime.InteropServices;
using LiveOps.Core.Events;

namespace LiveOps.Fairness.Conduct;

/// <summary>
/// How regular a player's scores, or kills, come, by the game's own clock: mean and variance of the intervals of the session at hand. A
/// pause ends a session; what came nearly at once (a batch) counts as one. 14 bytes: there are two for every player.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal struct Rhythm
{
    /// <summary>The shortest interval that counts, in milliseconds.</summary>
    public const int Shortest = 1000;

    /// <summary>An interval longer than this, in milliseconds, begins another session.</summary>
    public const int Pause = 600_000;

    /// <summary>How far ahead of its acceptance an event may be, in milliseconds: a clock may be fast. Else one from next year would be followed by nothing until then.</summary>
    public const int Ahead = 60_000;

    private const int Memory = 64;

    /// <summary>When the last one happened: Unix milliseconds modulo 2^32; 0 when there was none.</summary>
    public uint At;

    /// <summary>Of the intervals, in milliseconds.</summary>
    public float Mean;

    /// <summary>Of the intervals, in square milliseconds.</summary>
    public float Variance;

    /// <summary>Intervals in the session; stops at its largest.</summary>
    public ushort Count;

    /// <summary>When an event happened, as far as it is believed: Unix milliseconds.</summary>
    public static long TimeOf(in GameEvent e) => Math.Min(e.OccurredAt, e.AcceptedAt / TimeSpan.TicksPerMillisecond + Ahead);

    /// <summary>Milliseconds from the last one; negative when it happened before.</summary>
    public readonly int Gap(long occurredAt) => unchecked((int)((uint)occurredAt - At));

    public void Learn(long occurredAt)
    {
        int gap = At == 0 ? Pause + 1 : Gap(occurredAt);
        if (gap < 0)
            return;
        At = Math.Max(1, unchecked((uint)occurredAt));
        if (gap > Pause)
        {
            (Mean, Variance, Count) = (0, 0, 0);
        }
        else if (gap >= Shortest)
        {
            Count = (ushort)Math.Min(Count + 1, ushort.MaxValue);
            float share = 1f / Math.Min((int)Count, Memory), off = gap - Mean;
            Mean += share * off;
            Variance = (1 - share) * (Variance + share * off * off);
        }
    }
}
