using LiveOps.Core.Notices;
using LiveOps.Core.Rewards;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.State;

/// <content>Closing what is due.</content>
internal sealed partial class LeaderboardState
{
    /// <summary>
    /// Whether blocks end and periods close in the order of their times, however many of them one record passes. A journal of before has them end first, up to the record's time, and
    /// was told who won by that: it is replayed so, until <see cref="CommandKind.BlocksInOrder"/> comes.
    /// </summary>
    public bool HasBlocksInOrder { get; private set; } = true;

    // Closes what is due by a time that a record carries. Does nothing when nothing is: closing twice is not possible.
    private void Advance(long time)
    {
        time = Math.Max(_now, time);
        if (time < _nextDue)
        {
            _now = time;
            return;
        }

        // A version that comes into force by itself rules from its moment on: what is due before it is closed under the one before.
        while (NextVersionAfter(_now) is var next && next <= time)
        {
            CloseDue(next);
            ComeIntoForce(next);
        }

        CloseDue(time);
    }

    private void CloseDue(long time)
    {
        long ended = _now; // blocks, up to when
        _now = time;
        if (!HasBlocksInOrder)
            EndBlocks(ended = time);
        var due = new List<(long Due, Board Board, Track Track, OpenPeriod Period)>();
        foreach (Board board in _boards)
        {
            foreach (Track track in board.Tracks)
            {
                foreach (OpenPeriod period in track.Open)
                {
                    if (DueOf(period, board.Rules) <= _now)
                        due.Add((DueOf(period, board.Rules), board, track, period));
                }
            }
        }

        foreach ((long fell, Board board, Track track, OpenPeriod period) in due.OrderBy(item => item.Due))
        {
            if (fell > ended)
                EndBlocks(ended = fell); // whoever was blocked when it fell due is not in it, though they are not by now
            Close(board, track, period, cancelled: false);
        }

        EndBlocks(_now);
        CloseEntrants();
        TellPassed();
        LookForDue();
    }

    private void Close(Board board, Track track, OpenPeriod period, bool cancelled)
    {
        // The archive is made before the gate is taken: nobody else changes the ranking, so readers go on meanwhile.
        Archive? archive = Archiving.Close(period);
        IReadOnlyList<RankRewards> earned = archive is null || cancelled ? [] : Winners.Of(board.Name, board.Rules, track.Window, archive, Players, _now);
        bool goesOn = track.Open.Exists(open => open != period && PartNames.IsPart(open.Period.Name, of: period.Period.Name));
        var closing = new LeagueClosing(period, cancelled, goesOn, Outbox.Wants(NoticeType.LeagueMoved), IsHidden, Players, _now);
        List<(League League, LeagueSeason Season)> seasons;
        lock (Gate)
            seasons = SeasonsOf(board, track, closing);
        List<(League League, LeagueSeason Season, LeagueOutcome Outcome)> outcomes = seasons.ConvertAll(one => (one.League, one.Season, one.League.Close(one.Season, closing)));
        lock (Gate)
        {
            Settle(outcomes);
            track.Close(period, archive, cancelled);
            if (archive is not null && !cancelled)
                board.Hall.Add(new Champions(track.Window, archive.Period.Name, archive.Period.Closes, archive));
            Earn(earned);
            board.Forget();
        }

        TellClosed(board, track, period, archive, cancelled);
        foreach ((League league, _, LeagueOutcome outcome) in outcomes)
            TellMoved(league.Name, outcome);
    }

    private void LookForDue()
    {
        long next = Math.Min(Math.Min(_blocks.NextDue(_now), NextVersionAfter(_now)), NextOfEvents());
        foreach (Board board in _boards)
        {
            foreach (Track track in board.Tracks)
            {
                foreach (OpenPeriod period in track.Open)
                    next = Math.Min(next, DueOf(period, board.Rules));
            }
        }

        SetDue(next);
    }

    private void SetDue(long due)
    {
        if (due == _nextDue)
            return;
        Volatile.Write(ref _nextDue, due);
        DueChanged?.Invoke();
    }

    private static long DueOf(OpenPeriod period, BoardRules rules) =>
        period.Period.Closes == long.MaxValue ? long.MaxValue : period.Period.Closes + rules.Grace;
}
