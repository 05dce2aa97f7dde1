using LiveOps.Core.Audit;
using LiveOps.Core.Ids;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.LiveEvents;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.State;

/// <summary>What operators and the service's own clock ask for.</summary>
internal sealed partial class LeaderboardState
{
    /// <inheritdoc/>
    /// <returns>
    /// For a change of the document, the version that was written, or null where it was decided by another revision; for a removal, whether there was a score to remove; for an early end, a <see cref="RolledOver"/> or the <see cref="Problem"/> why there is
    /// none, or null when the board has no such window; for a drop, a <see cref="DroppedBoard"/>, or null when there is no such board; for an entry, an <see cref="EntryOutcome"/>; else null.
    /// </returns>
    public object? Execute(ReadOnlySpan<byte> command) => Execute(command, null);

    // With what the audit is to have of it.
    private object? Execute(ReadOnlySpan<byte> command, AuditEntry? act)
    {
        CommandKind kind = Commands.Read(command, out long time);
        ReadOnlySpan<byte> rest = command[Commands.HeaderLength..];
        if (kind == CommandKind.Policy)
            _ = LeaderboardPolicyReader.Read(rest); // may throw: before any effect
        else if (kind == CommandKind.LeaguesBase)
            _ = LeaguesReader.Read(rest);
        else if (kind == CommandKind.LiveEventsBase)
            _ = LiveEventsReader.Read(rest.ToArray());
        Advance(time);
        switch (kind)
        {
            case CommandKind.Policy:
                Document.SetBase(rest.ToArray());
                ComeIntoForce(_now);
                return null;
            case CommandKind.Document:
                return Change(Documents.Boards.Name, Document, rest, act);
            case CommandKind.LeaguesBase:
                LeaguesDocument.SetBase(rest.ToArray());
                ComeIntoForce(_now);
                return null;
            case CommandKind.Leagues:
                return Change(Documents.Leagues.Name, LeaguesDocument, rest, act);
            case CommandKind.LiveEventsBase:
                LiveEvents.SetBase(rest.ToArray());
                ComeIntoForce(_now);
                return null;
            case CommandKind.LiveEvents:
                return Change(Documents.LiveEvents.Name, LiveEvents, rest, act);
            case CommandKind.Enter:
                return Enter(Commands.TakeId(ref rest), Commands.TakeId(ref rest));
            case CommandKind.Hide:
                Hide(Commands.TakeId(ref rest));
                return null;
            case CommandKind.Show:
                Show(Commands.TakeId(ref rest));
                return null;
            case CommandKind.Remove:
                var window = (WindowKind)rest[0];
                rest = rest[1..];
                return Remove(Commands.TakeId(ref rest), window, Commands.TakeId(ref rest));
            case CommandKind.EndEarly:
                window = (WindowKind)rest[0];
                rest = rest[1..];
                return EndEarly(Commands.TakeId(ref rest), window, rest.IsEmpty ? null : System.Text.Encoding.ASCII.GetString(Commands.TakeId(ref rest)));
            case CommandKind.DropBoard:
                return Drop(Commands.TakeId(ref rest));
            case CommandKind.RewardsTold:
                Told(System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(rest));
                return null;
            case CommandKind.BlocksInOrder:
                HasBlocksInOrder = true;
                return null;
            case CommandKind.Audited:
                return ExecuteAudited(rest);
            default:
                return null; // a rollover has been done by now
        }
    }

    private object? Change<T>(string name, JournaledPolicy<T> document, ReadOnlySpan<byte> rest, AuditEntry? act) where T : class
    {
        object? written = document.Execute(rest, _lastAccepted, out long due);
        ComeIntoForce(Math.Max(_now, due));
        if (written is PolicyVersion version)
            Outbox.AddPolicyChanged(name, version, act);
        return written;
    }

    // What the document has in force by a time, if that is another than before.
    private void ComeIntoForce(long time)
    {
        _now = Math.Max(_now, time);
        RuleLeagues();
        LeaderboardPolicy policy = PolicyAt(_now);
        if (ReferenceEquals(policy, Policy))
        {
            LookForDue(); // another may be to come
            return;
        }

        TellPassed();
        LiveEventsPolicy before = EventsInForce;
        var seasons = new List<MovedSeason>();
        var cancelled = new List<(Board Board, OpenPeriod Period)>();
        lock (Gate)
        {
            Policy = policy;
            foreach (Board board in _boards)
                cancelled.AddRange(board.Rule(policy.RulesOf(board.Name), _now, seasons).Select(period => (board, period)));
            foreach (string name in policy.Boards.Keys.Order(StringComparer.Ordinal))
            {
                if (FindBoard(System.Text.Encoding.ASCII.GetBytes(name)) is null)
                    AddBoard(name);
            }

            foreach (Board board in _boards)
                board.Forget();
            ReconsiderBlocked(_now);
            LookForDue();
        }

        foreach ((Board board, OpenPeriod period) in cancelled)
            Close(board, board.Tracks[(int)WindowKind.Seasonal], period, cancelled: true);
        LookForDue();
        TellChanged(before, EventsInForce);
        Tell(seasons);
        Ruled?.Invoke();
    }

    private void Tell(List<MovedSeason> seasons)
    {
        if (SeasonTold is not { } tell)
            return; // a replay: it was told when it happened
        seasons.ForEach(season => tell(season.Text(_now)));
        foreach (string stays in _boards.SelectMany(board => SeasonEffects.StayingClosed(board.Name, board.Tracks[(int)WindowKind.Seasonal], board.Rules, _now)))
            tell(stays);
    }

    // From every period of the window that takes scores: during the grace, also from the one that has ended but is not closed.
    private bool Remove(ReadOnlySpan<byte> boardName, WindowKind window, ReadOnlySpan<byte> id)
    {
        lock (Gate)
        {
            int player = Players.Find(id);
            if (player < 0 || FindBoard(boardName) is not { } board)
                return false;
            bool removed = false;
            foreach (OpenPeriod period in board.Tracks[(int)window].Open)
                removed |= period.Remove(player);
            return removed;
        }
    }

    // At the latest time that a record carried, so that no score that counts by now is later than the end.
    private object? EndEarly(ReadOnlySpan<byte> boardName, WindowKind window, string? named)
    {
        if (FindBoard(boardName) is not { } board || !board.Rules.Windows[(int)window])
            return null; // the policy has changed since the call was checked
        Track track = board.Tracks[(int)window];
        if (EarlyRollover.Find(track, board.Rules, _now, named, out OpenPeriod running) is { } problem)
            return problem;
        if (running.Rows == 0)
            return EarlyRollover.Nobody(running.Period.Name);
        (Period ended, Period left) = EarlyRollover.Split(running.Period, _now);
        int total = running.Total;
        lock (Gate)
        {
            track.Split(running, ended, left);
            LookForDue();
        }

        Advance(_now); // without a grace it is due at once
        return new RolledOver(ended, total, !track.Open.Exists(open => open.Period.Name == ended.Name), left);
    }

    // The numbers of the boards behind it move up by one: nothing keeps them but the table made anew here.
    private DroppedBoard? Drop(ReadOnlySpan<byte> name)
    {
        lock (Gate)
        {
            if (FindBoard(name) is not { } board)
                return null;
            _boards.Remove(board);
            _boardIds = new IdTable();
            foreach (Board left in _boards)
                _boardIds.GetOrAdd(System.Text.Encoding.ASCII.GetBytes(left.Name), out _);
            foreach (Leagues.League league in Leagues.On(board.Name))
                league.Drop();
            bool named = Policy.Boards.ContainsKey(board.Name);
            if (named)
                AddBoard(board.Name).Updates = board.Updates;
            else
                DroppedUpdates[board.Name] = DroppedUpdates.GetValueOrDefault(board.Name) + board.Updates;
            LookForDue();
            return new DroppedBoard(
                board.Name,
                board.Tracks.Sum(track => track.Open.Count + track.Closed.Count),
                board.Tracks.Sum(track => track.Open.Sum(period => (long)period.Rows) + track.Closed.Sum(archive => (long)archive.Rows)),
                named);
        }
    }

    private IEnumerable<Track> Tracks() => _boards.SelectMany(board => board.Tracks);
}
