using System.Diagnostics;

namespace Prometheus;

/// <summary>Measures a duration until it is disposed of or asked.</summary>
public interface ITimer : IDisposable
{
    /// <summary>Reports the duration so far, in seconds, and returns it.</summary>
    TimeSpan ObserveDuration();
}

/// <summary>Starts timers.</summary>
public static class TimerExtensions
{
    /// <summary>Starts a timer that reports to an observer.</summary>
    public static ITimer NewTimer(this IObserver observer) => new Timer(observer);

    private sealed class Timer(IObserver observer) : ITimer
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public TimeSpan ObserveDuration()
        {
            TimeSpan duration = Stopwatch.GetElapsedTime(_start);
            observer.Observe(duration.TotalSeconds);
            return duration;
        }

        public void Dispose() => ObserveDuration();
    }
}
