using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>
/// What it means to roll a window over before its time, for both stores: the running period ends at that moment, and what is left of it up to
/// its natural end is a period of its own. Nothing else is special: the one that ended takes late scores for its grace and is closed after
/// it, as at any end; nothing has to be finished by whoever was asked.
/// </summary>
internal static class EarlyRollover
{
    /// <summary>Finds the period to end.</summary>
    /// <param name="track">The window's periods.</param>
    /// <param name="rules">The board's.</param>
    /// <param name="now">When it is asked for.</param>
    /// <param name="named">Which period is meant; null for whichever runs.</param>
    /// <param name="running">The period.</param>
    /// <returns>Null, or why there is none.</returns>
    public static Problem? Find<T>(PeriodTrack<T> track, BoardRules rules, long now, string? named, out T running)
        where T : OpenBounds
    {
        running = null!;
        if (track.Window == WindowKind.All)
            return Nothing("The window all never ends.");
        if (rules.Events is not null)
            return Nothing("A live event closes when its document says: change closesAt there.");
        if (track.At(rules, now, out T? open) is not { } period)
            return Nothing("No season runs now.");
        // The latest part: by a clock that is behind that of another replica, it may not have begun.
        T? latest = open is null ? null : track.FindOpen(open.Period.Name);
        if (latest?.Period.Closes <= now)
            latest = null;
        // Before all else: whoever comes second is told that the period has ended, and not that nobody has scored in another.
        string runs = (latest?.Period ?? period).Name;
        if (named is not null && named != runs)
            return new Problem(ProblemTypes.StalePeriod, $"{runs} runs now, and not {named}: nothing was ended.");
        if (latest is null)
            return Nobody(runs);
        running = latest;
        return PartNames.After(latest.Period.Name).Length > PartNames.Longest ? Nothing($"The name {latest.Period.Name} is too long for what would be left of it to be named after it.") : null;
    }

    /// <summary>The period up to the moment, and what is left of it. Counted in what events carry, so that no score of the same instant is too early for the latter.</summary>
    public static (Period Ended, Period Left) Split(Period period, long now)
    {
        long at = Math.Max(now - now % UnixTicks.PerMillisecond, period.Opens);
        return (period with { Closes = at }, new Period(PartNames.After(period.Name), at, period.Closes));
    }

    /// <summary>Why a period in which nobody scored is not ended.</summary>
    public static Problem Nobody(string period) => Nothing($"Nobody has scored in {period} yet.");

    private static Problem Nothing(string why) => new(ProblemTypes.NothingToRollOver, why);
}
