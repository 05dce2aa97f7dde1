using System.Diagnostics;

namespace LiveOps.LocalServers;

/// <summary>How long a test, or a measurement, waits for what must come about: long enough for a machine that is slow and busy. Whoever need not wait does not.</summary>
internal sealed class Patience
{
    /// <summary>All of it.</summary>
    public static readonly TimeSpan Whole = TimeSpan.FromMinutes(3);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Whether it has waited long enough.</summary>
    public bool IsOver => Stopwatch.GetElapsedTime(_start) > Whole;
}
