using LiveOps.Core.Windows;

namespace LiveOps.ServiceDefaults.Policies.DryRuns;

/// <summary>One dry run: its bounds, and what it has found. Of one task at a time.</summary>
/// <param name="settings">The bounds.</param>
/// <param name="at">When the policy would come into force: Unix ticks.</param>
/// <param name="first">How many cases of each change are told.</param>
/// <param name="clock">Measures the time.</param>
/// <param name="cancellation">Ends it: nobody waits for it any more.</param>
public sealed class DryRun(DryRunSettings settings, long at, int first, TimeProvider clock, CancellationToken cancellation)
{
    /// <summary>How many kinds of changes are told apart; those beyond are counted together.</summary>
    public const int MostChanges = 1000;

    /// <summary>What the others go by.</summary>
    public const string Others = "others";

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    private readonly Dictionary<(string What, string? Of), DryRunChange> _changes = [];
    private readonly long _began = clock.GetTimestamp();
    private long _breathed = clock.GetTimestamp();

    /// <summary>The bounds.</summary>
    public DryRunSettings Settings { get; } = settings;

    /// <summary>When the policy would come into force: Unix ticks.</summary>
    public long At { get; } = at;

    /// <summary>How far back past events are looked at: Unix ticks.</summary>
    public long Since => Math.Min(At, clock.Now()) - Settings.History.Ticks;

    /// <summary>Why not everything was looked at; null when it was.</summary>
    public string? CutShort { get; private set; }

    /// <summary>When the first of the events that were looked at was accepted; null for none.</summary>
    public long? From { get; private set; }

    /// <summary>When the last was.</summary>
    public long? To { get; private set; }

    /// <summary>How many events were looked at.</summary>
    public long Events { get; private set; }

    /// <summary>How many players were.</summary>
    public long Players { get; set; }

    /// <summary>What was found, in order.</summary>
    public IEnumerable<DryRunChange> Changes => _changes.Values.OrderBy(change => change.What, StringComparer.Ordinal).ThenBy(change => change.Of, StringComparer.Ordinal);

    /// <summary>Ends it when nobody waits for it.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Whether its time is over.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public bool IsOver()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (clock.GetElapsedTime(_began) < Settings.Time)
            return false;
        Cut("time");
        return true;
    }

    /// <summary>Lets others have the thread, every few milliseconds.</summary>
    public async ValueTask BreatheAsync()
    {
        if (clock.GetElapsedTime(_breathed) < Breath)
            return;
        await Task.Yield();
        _breathed = clock.GetTimestamp();
    }

    /// <summary>Lets others have the thread, and says whether its time is over: for whoever looks for what to try, and may look for long.</summary>
    /// <inheritdoc cref="IsOver"/>
    public async ValueTask<bool> IsOverAsync()
    {
        await BreatheAsync();
        return IsOver();
    }

    /// <summary>Says why not everything is looked at: the first reason counts.</summary>
    public void Cut(string why) => CutShort ??= why;

    /// <summary>Takes note of an event that was looked at.</summary>
    public void Saw(long acceptedAt)
    {
        From ??= acceptedAt;
        To = acceptedAt;
        Events++;
    }

    /// <summary>What changes in one respect.</summary>
    /// <param name="what">In which: <c>level</c>, <c>reward</c>, <c>flagged</c>, …</param>
    /// <param name="of">Of which reward, board, …; null where there is one only.</param>
    public DryRunChange Change(string what, string? of = null)
    {
        if (_changes.TryGetValue((what, of), out DryRunChange? change))
            return change;
        if (_changes.Count >= MostChanges)
            of = Others;
        if (!_changes.TryGetValue((what, of), out change))
            _changes.Add((what, of), change = new DryRunChange(what, of, first));
        return change;
    }
}
