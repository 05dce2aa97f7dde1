using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>The boards in this process: reads from the state, at once; what operators ask is a command in the journal, durable and done when it is answered.</summary>
internal sealed class MemoryBoardStore(LeaderboardState state, ICommandLog log, TimeProvider clock) : IBoardStore
{
    /// <inheritdoc/>
    public ValueTask<Answer<Listed<BoardSummary>>> BoardsAsync(int offset, int limit)
    {
        Board[] boards;
        lock (state.Gate)
            boards = [.. state.Boards.OrderBy(board => board.Name, StringComparer.Ordinal)];
        var part = new List<BoardSummary>();
        foreach (Board board in boards.Skip(offset).Take(limit))
        {
            lock (state.Gate)
                part.Add(Summary(board, clock.Now()));
        }

        return new(new Listed<BoardSummary>(boards.Length, part));
    }

    /// <inheritdoc/>
    public ValueTask<Answer<PageBody>> PageAsync(Place place, int offset, int limit)
    {
        IStandings? standings;
        Period? period;
        long? nextOpens = null;
        PageHead head;
        lock (state.Gate)
        {
            if (Lookup.FindTrack(state, place.Board, place.Window, out Board board, out Track track) is { } problem)
                return new(problem);
            long now = clock.Now();
            if (place.Past is null)
            {
                period = track.At(board.Rules, now, out OpenPeriod? open);
                standings = open;
                head = new PageHead(board.Name, track.Window);
                if (period is null)
                    nextOpens = board.Rules.Calendar.NextSeason(now);
            }
            else
            {
                if (Lookup.FindPast(track, place.Past, now, out standings) is { } none)
                    return new(none);
                period = standings.Period;
                head = new PageHead(board.Name, track.Window, standings is Archive, track.Cancelled.Contains(place.Past));
            }
        }

        return new(standings is null ? PageWriter.Write(head, period, 0, RowBuffer.Rent(), nextOpens) : PageMaker.Get(state, standings, head, offset, limit));
    }

    /// <inheritdoc/>
    public ValueTask<Answer<RowBuffer>> AroundAsync(Place place, string player, int count)
    {
        RowBuffer rows = RowBuffer.Rent();
        lock (state.Gate)
        {
            if (FindStandings(place, out IStandings? standings) is { } problem)
                return new(problem);
            return Lookup.CopyAround(standings, state, player, count, rows) ? new(rows) : new(NotFound.Player(player));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Answer<RankedSet>> AmongAsync(string board, string window, IReadOnlyList<string> players)
    {
        RowBuffer rows = RowBuffer.Rent();
        lock (state.Gate)
        {
            if (FindStandings(new Place(board, window), out IStandings? standings) is { } problem)
                return new(problem);
            return new(new RankedSet(rows, Lookup.CopyAmong(standings, state, players, rows)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Answer<PlacedRows>> RanksAsync(string player, int most)
    {
        RowBuffer rows = RowBuffer.Rent();
        var places = new List<RowPlace>();
        long now = clock.Now();
        for (int i = 0; places.Count < most; i++)
        {
            lock (state.Gate) // for one board at a time: there may be thousands
            {
                int number = Lookup.FindPlayer(state, player);
                if (number < 0 || i >= state.Boards.Count)
                    break;
                CopyRanks(state.Boards[i], number, now, rows, places);
            }
        }

        return new(new PlacedRows(rows, places));
    }

    /// <inheritdoc/>
    public ValueTask<Answer<PastPeriods>> HistoryAsync(string board, string window, int offset, int limit)
    {
        lock (state.Gate)
        {
            if (Lookup.FindTrack(state, board, window, out Board found, out Track track) is { } problem)
                return new(problem);
            // What is left of a period after an early rollover is open before anybody has scored in it.
            PastPeriod[] past = [.. Lookup.Past(track, clock.Now()).Where(standings => standings is Archive || standings.Total > 0).Select(standings => new PastPeriod(standings.Period, standings.Total, standings is Archive, track.Cancelled.Contains(standings.Period.Name)))];
            return new(new PastPeriods(found.Name, track.Window, new Listed<PastPeriod>(past.Length, [.. past.Skip(offset).Take(limit)])));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Answer<PlacedRows>> HallAsync(string board, WindowKind? window, int offset, int limit)
    {
        RowBuffer rows = RowBuffer.Rent();
        var places = new List<RowPlace>();
        lock (state.Gate)
        {
            if (Lookup.FindBoard(state, board, out Board found) is { } problem)
                return new(problem);
            foreach (Champions champions in found.Hall.AsEnumerable().Reverse().Where(c => window is null || c.Window == window).Skip(offset).Take(limit))
            {
                champions.CopyTo(rows, found.Rules.Champions, state.Players, state.IsHidden);
                while (places.Count < rows.Count)
                    places.Add(new RowPlace(found.Name, champions.Window, champions.Period));
            }
        }

        return new(new PlacedRows(rows, places));
    }

    /// <inheritdoc/>
    public async Task<Problem?> HideAsync(string player, AuditEntry audit) => (await DoAsync(Commands.Hide(clock.Now(), player), audit)).Problem;

    /// <inheritdoc/>
    public async Task<Problem?> ShowAsync(string player, AuditEntry audit) => (await DoAsync(Commands.Show(clock.Now(), player), audit)).Problem;

    /// <inheritdoc/>
    public ValueTask<Answer<Listed<HiddenPlayer>>> HiddenAsync(int offset, int limit)
    {
        HiddenPlayer[] hidden;
        lock (state.Gate)
            hidden = [.. state.HiddenPlayers()];
        return new(new Listed<HiddenPlayer>(hidden.Length, [.. hidden.Skip(offset).Take(limit)]));
    }

    /// <inheritdoc/>
    public async Task<Answer<DroppedBoard>> DropAsync(string board, AuditEntry audit)
    {
        (Problem? problem, object? result) = await DoAsync(Commands.DropBoard(clock.Now(), board), audit);
        return result is DroppedBoard dropped ? dropped : problem ?? NotFound.Board(board);
    }

    /// <inheritdoc/>
    public async Task<Problem?> RemoveAsync(string board, string window, string player, AuditEntry audit)
    {
        if (FindWindow(board, window, out WindowKind kind) is { } unknown)
            return unknown;
        (Problem? problem, object? removed) = await DoAsync(Commands.Remove(clock.Now(), board, kind, player), audit);
        return problem ?? (removed is true ? null : NotFound.Player(player));
    }

    /// <inheritdoc/>
    public async Task<Answer<RolledOver>> RollOverAsync(string board, string window, string? period, AuditEntry audit)
    {
        if (FindWindow(board, window, out WindowKind kind) is { } unknown)
            return unknown;
        (Problem? problem, object? result) = await DoAsync(Commands.EndEarly(clock.Now(), board, kind, period), audit);
        return result switch
        {
            RolledOver done => done,
            Problem nothing => nothing,
            _ => problem ?? NotFound.Window(),
        };
    }

    // Null where nobody has scored yet, or between seasons. Under the gate.
    private Problem? FindStandings(Place place, out IStandings? standings)
    {
        standings = null;
        if (Lookup.FindTrack(state, place.Board, place.Window, out Board board, out Track track) is { } problem)
            return problem;
        long now = clock.Now();
        if (place.Past is not null)
            return Lookup.FindPast(track, place.Past, now, out standings);
        track.At(board.Rules, now, out OpenPeriod? open);
        standings = open;
        return null;
    }

    private Problem? FindWindow(string board, string window, out WindowKind kind)
    {
        lock (state.Gate)
        {
            Problem? unknown = Lookup.FindTrack(state, board, window, out _, out Track track);
            kind = unknown is null ? track.Window : default;
            return unknown;
        }
    }

    private async Task<(Problem? Problem, object? Result)> DoAsync(byte[] command, AuditEntry audit)
    {
        try
        {
            return (null, await log.ExecuteAsync(LeaderboardState.ConsumerName, Commands.Audited(clock.Now(), AuditedCommand.Of(audit, command))));
        }
        catch (BusUnavailableException)
        {
            return (new Problem(ProblemTypes.Unavailable, "It could not be confirmed that it is durable and done. See what has become of it, or send it again.", retryAfter: 1), null);
        }
    }

    private static BoardSummary Summary(Board board, long now)
    {
        var windows = new List<RunningWindow>();
        foreach (Track track in board.Tracks)
        {
            if (!board.Rules.Windows[(int)track.Window])
                continue;
            Period? period = track.At(board.Rules, now, out OpenPeriod? open);
            windows.Add(new RunningWindow(track.Window, period, period is null ? board.Rules.Calendar.NextSeason(now) : null, open?.Total ?? 0));
        }

        return new BoardSummary(board.Name, board.Rules, windows);
    }

    private void CopyRanks(Board board, int player, long now, RowBuffer rows, List<RowPlace> places)
    {
        foreach (Track track in board.Tracks)
        {
            if (!board.Rules.Windows[(int)track.Window])
                continue;
            track.At(board.Rules, now, out OpenPeriod? open);
            if (open is null || open.RankOf(player) is var rank && rank < 0)
                continue;
            open.CopyTo(rows, rank, 1, state.Players);
            places.Add(new RowPlace(board.Name, track.Window, open.Period.Name));
        }
    }
}
