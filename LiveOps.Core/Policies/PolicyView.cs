namespace LiveOps.Core.Policies;

/// <summary>
/// Which policy judges what was accepted when: a file's, whenever; else the version in force at that moment; else, before the first and while there is
/// none, the base. Immutable but for the parsed policies that are put where they belong, so it is read without a lock.
/// </summary>
/// <typeparam name="T">The parsed policy; immutable.</typeparam>
public sealed class PolicyView<T> where T : class
{
    // Parsed policies that are long past are let go of: a replay that asks for one parses it again.
    private const int PastKept = 4;

    private readonly T? _base;
    private readonly Slot[] _slots;
    private readonly long[] _times;
    private readonly Func<long, T, T>? _over;

    private PolicyView(T? @base, T? file, PolicyHistory history, Slot[] slots, long[] times, Func<long, T, T>? over = null)
    {
        _over = over;
        _base = @base;
        File = file;
        History = history;
        _slots = slots;
        _times = times;
    }

    /// <summary>Of a document without versions.</summary>
    /// <param name="base">What holds then; null for nothing.</param>
    /// <param name="file">A file's, if it has one.</param>
    public PolicyView(T? @base, T? file = null) : this(@base, file, PolicyHistory.Empty, [], [])
    {
    }

    /// <summary>The file's policy, which holds whatever the versions are; null for none.</summary>
    public T? File { get; }

    /// <summary>The versions.</summary>
    public PolicyHistory History { get; }

    /// <summary>The policy for a moment, or the version that has to be parsed first.</summary>
    /// <param name="time">Unix ticks.</param>
    /// <param name="missing">The slot to fill; null when the policy is answered.</param>
    public T? At(long time, out Slot? missing) => Own(time, out missing) is { } own ? _over is null ? own : _over(time, own) : null;

    private T? Own(long time, out Slot? missing)
    {
        missing = null;
        if (File is not null)
            return File;
        int at = Array.BinarySearch(_times, time);
        if (at < 0)
            at = ~at - 1;
        while (at >= 0 && at + 1 < _times.Length && _times[at + 1] == time)
            at++; // of several with the same time the last made
        if (at < 0)
            return _base;
        Slot slot = _slots[at];
        T? policy = slot.Policy;
        missing = policy is null ? slot : null;
        return policy;
    }

    /// <summary>The slots that hold between two moments, the later included, and those still to come.</summary>
    public IEnumerable<Slot> From(long time)
    {
        int at = Array.BinarySearch(_times, time);
        for (int i = Math.Max(0, at < 0 ? ~at - 1 : at); i < _slots.Length; i++)
            yield return _slots[i];
    }

    /// <summary>When, after a moment, another version comes into force; <see cref="long.MaxValue"/> when none does.</summary>
    public long NextAfter(long time) => File is null && History.After(time) is [var next, ..] ? next.EffectiveAt : long.MaxValue;

    /// <summary>The same over other versions; what was parsed stays parsed, as far as it may still be asked for.</summary>
    /// <param name="history">The versions.</param>
    /// <param name="now">The time.</param>
    public PolicyView<T> With(PolicyHistory history, long now)
    {
        Dictionary<int, Slot> parsed = _slots.Where(slot => slot.Policy is not null).ToDictionary(slot => slot.Version.Number);
        int first = history.Line.Length - history.After(now).Length - 1 - PastKept;
        var slots = new Slot[history.Line.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            PolicyVersion version = history.Line[i];
            slots[i] = new Slot(version) { Policy = i >= first && parsed.TryGetValue(version.Number, out Slot? known) ? known.Policy : null };
        }

        return new PolicyView<T>(_base, File, history, slots, Array.ConvertAll(slots, slot => slot.Version.EffectiveAt));
    }

    /// <summary>The same with something laid over what it answers.</summary>
    /// <param name="over">Makes, of a moment and what holds then, what is to be answered; the same of the same.</param>
    public PolicyView<T> Over(Func<long, T, T> over) => new(_base, File, History, _slots, _times, over);

    /// <summary>The same with another base and file.</summary>
    public PolicyView<T> With(T? @base, T? file) => new(@base, file, History, _slots, _times);

    /// <summary>A version, and its policy once it is parsed.</summary>
    /// <param name="version">The version.</param>
    public sealed class Slot(PolicyVersion version)
    {
        private volatile T? _policy;

        /// <summary>The version.</summary>
        public PolicyVersion Version { get; } = version;

        /// <summary>The policy; null until it is parsed.</summary>
        public T? Policy
        {
            get => _policy;
            set => _policy = value;
        }
    }
}
