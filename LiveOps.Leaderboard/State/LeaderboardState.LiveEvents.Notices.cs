using LiveOps.Core.Notices;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Snapshots;

namespace LiveOps.Leaderboard.State;

/// <content>
/// That live events opened and closed, once each, by the times that records carry, so that a replay tells the same:
/// <list type="number">
/// <item>when the time passes an opening, or the end of the grace after a close, by the document in force then;</item>
/// <item>when another document comes into force: what runs by it and is not known to run has opened, and what it has run no more has closed.</item>
/// </list>
/// What closes is told only of what was told to open: an event that was over when it was named never ran.
/// </content>
internal sealed partial class LeaderboardState
{
    private readonly HashSet<string> _running = new(StringComparer.Ordinal); // by id, from opening to closing, as it was told
    private long _eventsTold = long.MinValue; // up to when; between that and now nothing opened or closed

    private LiveEventsPolicy EventsInForce => Policy.LiveEvents ?? LiveEventsPolicy.None;

    // 1
    private void TellPassed()
    {
        foreach (LiveEvent live in EventsInForce.Events)
        {
            if (live.Opens > _eventsTold && live.Opens <= _now)
                TellOpened(live);
            if (ClosedBy(live) <= _now)
                TellClosed(live);
        }

        _eventsTold = _now;
    }

    // 2
    private void TellChanged(LiveEventsPolicy before, LiveEventsPolicy after)
    {
        if (ReferenceEquals(before, after))
            return;
        foreach (LiveEvent live in after.Events)
        {
            if (live.Opens <= _now && _now < live.Closes)
                TellOpened(live);
        }

        foreach (LiveEvent was in before.Events)
        {
            if (!(after.Find(was.Id) is { } live && Runs(live)))
                TellClosed(was);
        }
    }

    private bool Runs(LiveEvent live) => live.Opens <= _now && _now < ClosedBy(live);

    private static long ClosedBy(LiveEvent live) => live.Closes + LiveEventsPolicy.Grace;

    // When the next opens or closes.
    private long NextOfEvents()
    {
        long next = long.MaxValue;
        foreach (LiveEvent live in EventsInForce.Events)
        {
            long turn = live.Opens > _now ? live.Opens : ClosedBy(live);
            if (turn > _now)
                next = Math.Min(next, turn);
        }

        return next;
    }

    private void TellOpened(LiveEvent live)
    {
        if (_running.Add(live.Id))
            Tell(NoticeType.LiveEventOpened, live, null);
    }

    // After its board has closed.
    private void TellClosed(LiveEvent live)
    {
        if (!_running.Remove(live.Id))
            return;
        Entrants? entrants = _entrants.GetValueOrDefault(live.Id);
        Tell(NoticeType.LiveEventClosed, live, entrants?.Count);
    }

    private void SaveRunning(SnapshotWriter writer)
    {
        writer.Int(_running.Count);
        foreach (string id in _running.Order(StringComparer.Ordinal))
            writer.Text(id);
    }

    // Null for a snapshot of before, which told of all that runs.
    private void LoadRunning(SnapshotReader? reader)
    {
        _running.Clear();
        _running.UnionWith(reader is null ? EventsInForce.Events.Where(Runs).Select(live => live.Id) : []);
        for (int left = reader?.Count() ?? 0; left > 0; left--)
            _running.Add(reader!.Text());
    }

    private void Tell(NoticeType type, LiveEvent live, int? entrants) => Outbox.Add(type, live.Id, _now, json =>
    {
        json.WriteString("event", live.Id);
        json.WriteString("title", live.Title);
        json.WriteTime("opensAt", live.Opens);
        json.WriteTime("closesAt", live.Closes);
        if (live.Board is { } board)
            json.WriteString("board", board.Name);
        if (entrants is { } count)
            json.WriteNumber("entrants", count);
    });
}
