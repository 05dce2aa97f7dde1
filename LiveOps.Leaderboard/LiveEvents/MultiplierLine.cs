using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.LiveEvents;

/// <summary>
/// What live events multiply over time, of the documents that are in force one after the other:
/// <list type="number">
/// <item>an event counts as far as it runs while a document that has it is in force;</item>
/// <item>where several multiply the same, the largest counts, and not their product;</item>
/// <item>neighbours that say the same are one step, and past as many as a message takes the oldest are left out.</item>
/// </list>
/// </summary>
internal static class MultiplierLine
{
    /// <param name="at">When it is said: Unix ticks.</param>
    /// <param name="inForce">The documents, each with the first moment at which it holds and the first at which it does not.</param>
    public static EventMultipliers Of(long at, IReadOnlyCollection<LiveEventsInForceAt> inForce)
    {
        var all = new Dictionary<EventType, MultiplierStep[]>();
        foreach (EventType type in EventMultipliers.Types)
        {
            MultiplierStep[] steps = Steps(Spans(inForce, type));
            if (steps.Length > 0)
                all.Add(type, steps);
        }

        return new EventMultipliers(at, all);
    }

    /// <summary>Whether anything is multiplied otherwise in a span of time by one line than by another.</summary>
    /// <param name="before">The one.</param>
    /// <param name="after">The other.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment after.</param>
    public static bool Differs(EventMultipliers before, EventMultipliers after, long from, long to) => EventMultipliers.Types.Any(type => before.Steps(type).Concat(after.Steps(type))
        .Select(step => step.From).Where(time => time > from && time < to).Prepend(from).Any(time => before.Of(type, time) != after.Of(type, time)));

    /// <summary>What was said before a moment, and from then on something else.</summary>
    /// <param name="before">What was said.</param>
    /// <param name="from">The moment.</param>
    /// <param name="after">What holds from then on.</param>
    public static EventMultipliers Joined(EventMultipliers before, long from, EventMultipliers after)
    {
        var all = new Dictionary<EventType, MultiplierStep[]>();
        foreach (EventType type in EventMultipliers.Types)
        {
            var steps = new List<MultiplierStep>();
            foreach (MultiplierStep step in before.Steps(type).Where(step => step.From < from).Append(new MultiplierStep(from, after.Of(type, from))).Concat(after.Steps(type).Where(step => step.From > from)))
            {
                if (step.Hundredths != (steps.Count == 0 ? EventMultipliers.Once : steps[^1].Hundredths))
                    steps.Add(step);
            }

            if (steps.Count > 0)
                all.Add(type, [.. steps.TakeLast(EventMultipliers.MostSteps)]);
        }

        return new EventMultipliers(after.At, all);
    }

    // 1
    private static IEnumerable<(long From, long To, int Hundredths)> Spans(IReadOnlyCollection<LiveEventsInForceAt> inForce, EventType type)
    {
        foreach ((LiveEventsPolicy policy, long from, long to) in inForce)
        {
            foreach (LiveEvent live in policy.Events)
            {
                foreach ((EventType multiplied, int hundredths) in live.Multipliers)
                {
                    if (multiplied == type && hundredths > EventMultipliers.Once && Math.Max(live.Opens, from) < Math.Min(live.Closes, to))
                        yield return (Math.Max(live.Opens, from), Math.Min(live.Closes, to), hundredths);
                }
            }
        }
    }

    private static MultiplierStep[] Steps(IEnumerable<(long From, long To, int Hundredths)> spans)
    {
        var turns = new SortedDictionary<long, List<int>>(); // what begins, or as a negative number ends, at a moment
        foreach ((long from, long to, int hundredths) in spans)
        {
            Turn(turns, from).Add(hundredths);
            Turn(turns, to).Add(-hundredths);
        }

        var running = new SortedDictionary<int, int>(Comparer<int>.Create((a, b) => b.CompareTo(a)));
        var steps = new List<MultiplierStep>();
        foreach ((long time, List<int> changes) in turns)
        {
            foreach (int change in changes)
            {
                int count = running.GetValueOrDefault(Math.Abs(change)) + Math.Sign(change);
                if (count == 0)
                    running.Remove(Math.Abs(change));
                else
                    running[Math.Abs(change)] = count;
            }

            int most = running.Count == 0 ? EventMultipliers.Once : running.First().Key; // 2
            if (most != (steps.Count == 0 ? EventMultipliers.Once : steps[^1].Hundredths))
                steps.Add(new MultiplierStep(time, most));
        }

        return [.. steps.TakeLast(EventMultipliers.MostSteps)]; // 3
    }

    private static List<int> Turn(SortedDictionary<long, List<int>> turns, long time)
    {
        if (!turns.TryGetValue(time, out List<int>? changes))
            turns.Add(time, changes = []);
        return changes;
    }
}
