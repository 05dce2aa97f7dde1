namespace LiveOps.Client.Calls;

/// <summary>How long to wait before the next try: twice as long each time up to a bound, with jitter, so that a million clients do not come back at once; never sooner than the server asked for.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    /// <summary>A server that asks for more is taken at this: nobody shall silence a game for a year.</summary>
    public static readonly TimeSpan MostAsked = TimeSpan.FromHours(1);

    private readonly Random _random = new(Guid.NewGuid().GetHashCode());
    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next(TimeSpan? asked)
    {
        _failures = Math.Min(_failures + 1, 30);
        double part;
        lock (_random)
            part = _random.NextDouble();
        double bound = Math.Min(first.TotalMilliseconds * Math.Pow(2, _failures - 1), longest.TotalMilliseconds);
        if (asked is not { } least)
            return TimeSpan.FromMilliseconds(bound * (0.5 + (part / 2)));
        if (least > MostAsked)
            least = MostAsked;
        return least + TimeSpan.FromMilliseconds(Math.Max(bound, least.TotalMilliseconds / 4) * part / 2);
    }
}
