namespace LiveOps.Core.Policies;

/// <summary>
/// All versions of a document without their texts, and what is decided over them. Immutable.
/// <list type="number">
/// <item>In force at a moment is, of those that were not called off, the one with the latest time up to it; of several with the same time the last made.</item>
/// <item>What is made for now gets now as its time, or that of the version in force should a clock have gone back.</item>
/// <item>Past <see cref="MostVersions"/>, or <see cref="MostBytes"/> of texts, the oldest go: never one that is in force or still to come.</item>
/// </list>
/// </summary>
public sealed class PolicyHistory
{
    /// <summary>How many versions are kept.</summary>
    public const int MostVersions = 10_000;

    /// <summary>How many bytes the kept texts have together, packed.</summary>
    public const long MostBytes = 64 << 20;

    /// <summary>How many may be still to come.</summary>
    public const int MostScheduled = 100;

    /// <summary>Of a document that nobody has changed.</summary>
    public static readonly PolicyHistory Empty = new([], 0);

    private readonly PolicyVersion[] _byNumber, _byTime;

    private PolicyHistory(PolicyVersion[] byNumber, long revision)
        : this(byNumber, [.. byNumber.Where(version => !version.IsCalledOff).OrderBy(version => version.EffectiveAt).ThenBy(version => version.Number)], revision)
    {
    }

    private PolicyHistory(PolicyVersion[] byNumber, PolicyVersion[] byTime, long revision) => (_byNumber, _byTime, Revision) = (byNumber, byTime, revision);

    /// <summary>Rises with every change.</summary>
    public long Revision { get; }

    /// <summary>The versions, in order of their numbers.</summary>
    public ReadOnlySpan<PolicyVersion> Versions => _byNumber;

    /// <summary>Those that come, or came, into force, in order of their times.</summary>
    public ReadOnlySpan<PolicyVersion> Line => _byTime;

    /// <summary>The version of a number; null for none.</summary>
    public PolicyVersion? Find(int number)
    {
        int at = Array.BinarySearch(_byNumber, number, NumberOrder.Only);
        return at < 0 ? null : _byNumber[at];
    }

    /// <summary>The version in force at a moment; null before the first.</summary>
    public PolicyVersion? At(long time) => Next(time) is var next and > 0 ? _byTime[next - 1] : null;

    /// <summary>Those still to come, in order of their times.</summary>
    public ReadOnlySpan<PolicyVersion> After(long time) => _byTime.AsSpan(Next(time));

    /// <summary>The history with versions as they are now.</summary>
    /// <param name="changed">Those that are new, or changed.</param>
    /// <param name="forgotten">Those that are let go of.</param>
    /// <param name="revision">The document's revision.</param>
    public PolicyHistory With(IEnumerable<PolicyVersion> changed, IReadOnlyList<int> forgotten, long revision)
    {
        PolicyVersion[] those = [.. changed];
        if (those is [var one] && forgotten.Count == 0)
            return With(one, revision);
        var all = new SortedDictionary<int, PolicyVersion>();
        foreach (PolicyVersion version in _byNumber.Concat(those))
            all[version.Number] = version;
        foreach (int number in forgotten)
            all.Remove(number);
        return new PolicyHistory([.. all.Values], revision);
    }

    // By far the most: two copies, and nothing sorted.
    private PolicyHistory With(PolicyVersion one, long revision)
    {
        int at = Array.BinarySearch(_byNumber, one.Number, NumberOrder.Only);
        PolicyVersion? before = at < 0 ? null : _byNumber[at];
        List<PolicyVersion> byNumber = [.. _byNumber], byTime = [.. _byTime];
        if (before is null)
            byNumber.Insert(~at, one);
        else
            byNumber[at] = one;
        if (before is { IsCalledOff: false })
            byTime.RemoveAt(Array.BinarySearch(_byTime, before, TimeOrder.Only));
        if (!one.IsCalledOff)
            byTime.Insert(~byTime.BinarySearch(one, TimeOrder.Only), one);
        return new PolicyHistory([.. byNumber], [.. byTime], revision);
    }

    /// <summary>Decides how a draft is made a version; null when too many are still to come.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="now">The time.</param>
    /// <param name="lead">How long after now it comes into force at the earliest, in ticks.</param>
    public PolicyWrite? Make(PolicyDraft draft, long now, long lead)
    {
        long soonest = Math.Max(now + lead, At(now + lead)?.EffectiveAt ?? 0);
        if (draft.EffectiveAt > soonest && After(now + lead).Length >= MostScheduled)
            return null;
        int number = (_byNumber.Length == 0 ? 0 : _byNumber[^1].Number) + 1;
        var made = new PolicyVersion(number, now, Math.Max(draft.EffectiveAt ?? 0, soonest), draft.Author, draft.Reason, draft.Packed.Length, draft.Restores) { Revision = Revision + 1 };
        return new PolicyWrite(Revision, made, draft.Packed, TooMany(made.Size, now)) { Audit = draft.Audit is { } audit ? audit with { Version = number } : null };
    }

    /// <summary>Decides how a version that is still to come is called off; null when there is none of that number.</summary>
    public PolicyWrite? CallOff(int number, long now) => Find(number) is { IsCalledOff: false } version && version.EffectiveAt > now
        ? new PolicyWrite(Revision, version with { IsCalledOff = true, Revision = Revision + 1 }, null, [])
        : null;

    /// <summary>Decides how the last change of a version that is still to come is taken back: what was made is called off, and what was called off comes after all. Null when it is too late, or another has changed it since.</summary>
    /// <param name="changed">The version as that change left it.</param>
    /// <param name="now">The time.</param>
    public PolicyWrite? TakeBack(PolicyVersion changed, long now) => Find(changed.Number) is { } version && version.Revision == changed.Revision && version.EffectiveAt > now
        ? new PolicyWrite(Revision, version with { IsCalledOff = !version.IsCalledOff, Revision = Revision + 1 }, null, [])
        : null;

    private List<int> TooMany(int size, long now)
    {
        var forgotten = new List<int>();
        long bytes = size;
        foreach (PolicyVersion version in _byNumber)
            bytes += version.Size;
        PolicyVersion? inForce = At(now);
        foreach (PolicyVersion version in _byNumber)
        {
            if (_byNumber.Length + 1 - forgotten.Count <= MostVersions && bytes <= MostBytes)
                break;
            if (version == inForce || (!version.IsCalledOff && version.EffectiveAt > now))
                continue;
            forgotten.Add(version.Number);
            bytes -= version.Size;
        }

        return forgotten;
    }

    // Where the first stands whose time is after a moment.
    private int Next(long time)
    {
        int low = 0, high = _byTime.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_byTime[middle].EffectiveAt <= time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private sealed class TimeOrder : IComparer<PolicyVersion>
    {
        public static readonly TimeOrder Only = new();

        public int Compare(PolicyVersion? x, PolicyVersion? y) => (x!.EffectiveAt, x.Number).CompareTo((y!.EffectiveAt, y.Number));
    }

    private sealed class NumberOrder : System.Collections.IComparer
    {
        public static readonly NumberOrder Only = new();

        public int Compare(object? x, object? y) => NumberOf(x).CompareTo(NumberOf(y));

        private static int NumberOf(object? x) => x is PolicyVersion version ? version.Number : (int)x!;
    }
}
