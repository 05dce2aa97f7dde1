using LiveOps.Fairness.Flags;

namespace LiveOps.Fairness.Reviews;

/// <summary>
/// All that is held against a player, for moderators to decide. Immutable: each change makes another. A player has one:
/// <list type="number">
/// <item>their first flag opens it, each further one adds to it;</item>
/// <item>a block or a clear settles the flags until then: they stay to be seen, and count no more;</item>
/// <item>a flag after a clear, or after a block has ended, opens it again; one that is watched stays so;</item>
/// <item>the last decision that stands can be taken back: the case is open, and what it had settled counts again.</item>
/// </list>
/// </summary>
/// <param name="PlayerId">Whose.</param>
/// <param name="OpenedAt">When it was opened, or opened again: Unix ticks.</param>
internal sealed record Case(string PlayerId, long OpenedAt)
{
    /// <summary>The newest flags that are kept, and the newest decisions: the audit has all of these.</summary>
    public const int MostFlags = 16, MostDecisions = 32;

    /// <summary>How it stands.</summary>
    public CaseStatus Status { get; init; } = CaseStatus.Open;

    /// <summary>Grows with every change, by milliseconds of time: what is begun anew, once forgotten, has none that it had before.</summary>
    public long Version { get; init; }

    /// <summary>When the newest flag was raised: Unix ticks.</summary>
    public long FlaggedAt { get; init; }

    /// <summary>How many flags have come.</summary>
    public int Arrived { get; init; }

    /// <summary>The last to come first.</summary>
    public IReadOnlyList<Flag> Flags { get; init; } = [];

    /// <summary>Flags that no decision has settled, by rule.</summary>
    public IReadOnlyList<RuleCount> Counts { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<CaseDecision> Decisions { get; init; } = [];

    /// <summary>See <see cref="RuleCount.Severity"/>.</summary>
    public int Severity => RuleCount.Severity(Counts);

    /// <summary>The last decision that stands; null where none does.</summary>
    public CaseDecision? Standing => Decisions.FirstOrDefault(decision => decision.Undone is null);

    // Of the flags that have come, so many are settled.
    private int Settled => Decisions.FirstOrDefault(decision => decision is { Undone: null, Verdict: CaseVerdict.Block or CaseVerdict.Clear })?.Arrived ?? 0;

    /// <summary>1, 3 The case with a flag more.</summary>
    /// <param name="was">As it was; null for none.</param>
    /// <param name="raised">The flag, and until when the player was blocked before it, by whomever: a block that was lifted, or made shorter, has ended.</param>
    public static Case With(Case? was, in Raised raised)
    {
        Flag flag = raised.Flag;
        Case one = was ?? new Case(flag.PlayerId, flag.At);
        bool again = one.Status == CaseStatus.Cleared || (one.Status == CaseStatus.Blocked && flag.At >= raised.BlockedUntil);
        return one with
        {
            Status = again ? CaseStatus.Open : one.Status,
            OpenedAt = again ? Math.Max(flag.At, Math.Max(one.OpenedAt, one.Standing?.At ?? 0)) : one.OpenedAt, // learning may raise a flag late
            FlaggedAt = Math.Max(one.FlaggedAt, flag.At),
            Arrived = one.Arrived + 1,
            Flags = [flag, .. one.Flags.Take(MostFlags - 1)],
            Counts = RuleCount.Add(one.Counts, new RuleCount(flag.Rule, 1, flag.Sight?.Rejects == true)),
            Version = one.After(flag.At),
        };
    }

    /// <summary>2 The case with a decision more.</summary>
    public Case With(CaseDecision decision)
    {
        bool settles = decision.Verdict != CaseVerdict.Watch;
        long version = After(decision.At);
        return this with
        {
            Status = decision.Verdict switch { CaseVerdict.Block => CaseStatus.Blocked, CaseVerdict.Clear => CaseStatus.Cleared, _ => CaseStatus.Watched },
            Decisions = [decision with { Settled = settles ? Counts : [], Arrived = Arrived, Version = version }, .. Decisions.Take(MostDecisions - 1)],
            Counts = settles ? [] : Counts,
            Version = version,
        };
    }

    /// <summary>4 The case without its last decision that stands, which there is.</summary>
    public Case Without(Undoing undoing)
    {
        CaseDecision last = Standing!;
        long version = After(undoing.At);
        return this with
        {
            Status = CaseStatus.Open,
            Decisions = [.. Decisions.Select(decision => ReferenceEquals(decision, last) ? decision with { Undone = undoing with { Version = version } } : decision)],
            Counts = RuleCount.Add(Counts, last.Settled),
            Version = version,
        };
    }

    /// <summary>Whether a decision that stands has settled a flag.</summary>
    /// <param name="at">Which of <see cref="Flags"/>.</param>
    public bool IsSettled(int at) => Arrived - at <= Settled;

    private long After(long at) => Math.Max(Version + 1, at / TimeSpan.TicksPerMillisecond);
}
