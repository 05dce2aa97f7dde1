namespace LiveOps.ServiceDefaults.Policies.DryRuns;

/// <summary>One dry run at a time in a process's service, so that what all of them cost together is bounded too.</summary>
/// <param name="settings">The bounds of one.</param>
/// <param name="clock">Measures the time.</param>
internal sealed class DryRunTurn(DryRunSettings settings, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long? _began;

    /// <summary>The bounds of one.</summary>
    public DryRunSettings Settings { get; } = settings;

    /// <summary>Begins a turn; 0, or after how many seconds to ask again.</summary>
    public int TryBegin()
    {
        lock (_gate)
        {
            if (_began is { } began)
                return Math.Max(1, (int)Math.Ceiling((Settings.Time - clock.GetElapsedTime(began)).TotalSeconds));
            _began = clock.GetTimestamp();
            return 0;
        }
    }

    /// <summary>Ends the turn.</summary>
    public void End()
    {
        lock (_gate)
            _began = null;
    }
}
