using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Boards;

/// <summary>
/// What a document of live events may not do to what runs, and what it does. One that runs keeps its id, its opening, its board and its entry, and may close at another time to come; one that is over
/// stays over; a board of the policy of boards is nobody else's.
/// </summary>
internal static class LiveEventChanges
{
    /// <summary>Against how many of the versions that were it is held.</summary>
    public const int MostPast = 200;

    // Until its board is archived, and what its ranks earn is told, wherever that is done.
    private static readonly long Closing = LiveEventsPolicy.Grace + TimeSpan.FromMinutes(1).Ticks;

    /// <summary>What speaks against a document among the versions that were and those that are still to come: it is checked against both sides, for a version that was made before knows nothing of it.</summary>
    /// <param name="versions">The versions, in order of their times.</param>
    /// <param name="after">The document.</param>
    /// <param name="boards">The policy of the boards.</param>
    /// <param name="at">When it is to come into force.</param>
    public static IEnumerable<PolicyFault> Faults(IReadOnlyList<LiveEventsInForceAt> versions, LiveEventsPolicy after, LeaderboardPolicy boards, long at)
    {
        foreach (LiveEvent live in after.Events.Where(live => live.Closes > at && versions.Any(version => version.From <= at && WasOver(version.Policy, live, Math.Min(version.To, at)))))
            yield return Fault(live, $"{live.Id} was a live event that is over: what follows it needs an id of its own");
        LiveEventsPolicy before = after;
        foreach (LiveEventsInForceAt next in versions.Where(version => version.From > at))
        {
            foreach (PolicyFault fault in Faults(before, next.Policy, boards, next.From))
                yield return fault with { Place = "/liveEvents", Line = 1, Reason = $"the version that is to come at {Time(next.From)}: {fault.Reason}; call it off first" };
            before = next.Policy;
            foreach (LiveEvent live in next.Policy.Events.Where(live => live.Closes > next.From && WasOver(after, live, next.From)))
                yield return new PolicyFault("/liveEvents", 1, $"the version that is to come at {Time(next.From)}: {live.Id} would open again; call it off first");
        }
    }

    private static bool WasOver(LiveEventsPolicy events, LiveEvent live, long by) => events.Find(live.Id) is { } was && was.Closes <= by;

    /// <summary>What speaks against boards that take those of live events.</summary>
    /// <param name="boards">What is to take the place of the policy of the boards.</param>
    /// <param name="events">The live events in force then.</param>
    /// <param name="at">When.</param>
    public static IEnumerable<PolicyFault> Faults(LeaderboardPolicy boards, LiveEventsPolicy events, long at) => events.Events
        .Where(live => live.Board is not null && at < live.Closes + Closing && boards.Boards.ContainsKey(live.Board.Name))
        .Select(live => new PolicyFault($"/boards/{live.Board!.Name}", 1, $"boards name {live.Board.Name}, which is the board of the live event {live.Id}, and nobody else's"));

    /// <summary>What speaks against a document.</summary>
    /// <param name="before">The live events in force then.</param>
    /// <param name="after">What is to take their place.</param>
    /// <param name="boards">The policy of the boards.</param>
    /// <param name="at">When.</param>
    public static IEnumerable<PolicyFault> Faults(LiveEventsPolicy before, LiveEventsPolicy after, LeaderboardPolicy boards, long at)
    {
        foreach (LiveEvent live in after.Events)
        {
            if (live.Board is { } board && boards.Boards.ContainsKey(board.Name) && before.Find(live.Id)?.Board?.Name != board.Name)
                yield return Fault(live, $"the board {board.Name} of {live.Id} is one of the policy of boards: a live event has a board of its own");
            if (before.Find(live.Id) is not { } was || was.Opens > at)
                continue;
            if (was.Closes <= at && live.Closes > at)
                yield return Fault(live, $"{live.Id} is over, and what is over does not open again: what follows it needs an id of its own");
            else if (was.Contains(at) && (live.Opens != was.Opens || live.Board != was.Board || live.Entry != was.Entry))
                yield return Fault(live, $"{live.Id} runs: its opening, its board and its entry stay as they are until it closes");
            else if (was.Contains(at) && live.Closes <= at)
                yield return Fault(live, $"{live.Id} runs, and can close now or later, not in the past");
        }

        foreach (LiveEvent was in before.Events)
        {
            if (was.Opens <= at && at < was.Closes + Closing && after.Find(was.Id) is null)
                yield return new PolicyFault("/liveEvents", 1, $"liveEvents lack {was.Id}, which {(was.Contains(at) ? "runs: give it another closesAt first" : "is being closed: leave it for a minute")}");
        }
    }

    /// <summary>What a document does, in sentences.</summary>
    public static IEnumerable<string> Effects(LiveEventsPolicy before, LiveEventsPolicy after, long at)
    {
        foreach (LiveEvent live in after.Events)
        {
            LiveEvent? was = before.Find(live.Id);
            if (live.Contains(at) && was is null)
                yield return $"{live.Id} runs from then on, until {Time(live.Closes)}";
            else if (was is not null && was.Contains(at) && was.Closes != live.Closes)
                yield return $"{live.Id} closes at {Time(live.Closes)}, not {Time(was.Closes)}";
        }

        foreach (LiveEvent was in before.Events)
        {
            if (was.Opens > at && after.Find(was.Id) is null)
                yield return $"{was.Id}, which was to open at {Time(was.Opens)}, does not";
        }
    }

    private static PolicyFault Fault(LiveEvent live, string sentence) => new(live.Place, live.Line, sentence);

    /// <summary>A moment, as sentences say it.</summary>
    public static string Time(long instant) => UnixTicks.ToUtc(instant).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
