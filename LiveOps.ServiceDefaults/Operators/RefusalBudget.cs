using System.Collections.Concurrent;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>How many refusals of one operator are noted in a minute, and in a day of UTC: of a hundred operators who try without end, a day's are half of what the audit holds. There are as many entries as there are operators.</summary>
internal sealed class RefusalBudget(TimeProvider clock)
{
    /// <summary>How many a minute.</summary>
    public const int PerMinute = 60;

    /// <summary>How many a day; then none until the day turns.</summary>
    public const int PerDay = 500;

    // Names of whoever shares a token are what they say: past so many all others are one.
    private const int MostNames = 1_000;

    private readonly ConcurrentDictionary<string, Taken> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes one; false when there is none left in this minute, or on this day.</summary>
    public bool TryTake(string name)
    {
        long minute = clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        string key = _taken.Count < MostNames || _taken.ContainsKey(name) ? name : "";
        return _taken.AddOrUpdate(key, static (_, minute) => default(Taken).Next(minute), static (_, taken, minute) => taken.Next(minute), minute).IsNoted;
    }

    // What is not noted takes nothing.
    private readonly record struct Taken(long Minute, int InMinute, int InDay, bool IsNoted)
    {
        private const long MinutesPerDay = TimeSpan.TicksPerDay / TimeSpan.TicksPerMinute;

        public Taken Next(long minute)
        {
            int inMinute = minute == Minute ? InMinute : 0, inDay = minute / MinutesPerDay == Minute / MinutesPerDay ? InDay : 0;
            return inMinute < PerMinute && inDay < PerDay ? new(minute, inMinute + 1, inDay + 1, true) : new(minute, inMinute, inDay, false);
        }
    }
}
