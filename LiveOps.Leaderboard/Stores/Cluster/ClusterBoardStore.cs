using LiveOps.Core.Audit;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Applying;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Closing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>
/// The boards of all replicas: running rankings and those being closed from Redis, one call each; closed ones from the database. Which
/// boards and periods there are comes from the catalogue at hand, which is at most about a second old.
/// </summary>
internal sealed class ClusterBoardStore(
    Catalogues catalogues, SharedRanks ranks, RankPages pages, ClusterArchives archives, Players players, EarlyCloser early, BoardDrops drops, IPolicies<LeaderboardPolicy> policy, TimeProvider clock) : IBoardStore
{
    /// <inheritdoc/>
    public ValueTask<Answer<Listed<BoardSummary>>> BoardsAsync(int offset, int limit) => ReadAsync<Listed<BoardSummary>>(async catalogue =>
    {
        LeaderboardPolicy rules = policy.Current;
        string[] names = [.. catalogue.Boards.Keys.Union(rules.Boards.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        BoardSummary[] part = await Task.WhenAll(names.Skip(offset).Take(limit).Select(name =>
        {
            Named.Find(catalogue, rules, name, out SharedBoard board);
            return SummaryAsync(board, board.Rules(rules), clock.Now());
        }));
        return new Listed<BoardSummary>(names.Length, part);
    });

    /// <inheritdoc/>
    public ValueTask<Answer<PageBody>> PageAsync(Place place, int offset, int limit) => ReadAsync<PageBody>(async catalogue =>
    {
        if (Named.Find(catalogue, policy.Current, place.Board, place.Window, out SharedBoard board, out WindowKind window) is { } problem)
            return problem;
        long now = clock.Now();
        if (place.Past is not null)
        {
            if (FindPast(board, window, place.Past, now) is { } past)
                return await pages.GetAsync(past, new PageHead(board.Name, window, past.State != PeriodState.Open, catalogue.Cancelled.Contains(past.Id)), offset, limit);
            return await archives.FindAsync(board.Name, window, place.Past) is { } archived
                ? await archives.PageAsync(archived, new PageHead(board.Name, window, true, catalogue.Cancelled.Contains(archived.Id)), offset, limit, catalogue.Version)
                : NotFound.Period(window);
        }

        BoardRules rules = board.Rules(policy.Current);
        Period? period = board.Tracks[(int)window].At(rules, now, out StoredPeriod? open);
        var head = new PageHead(board.Name, window);
        return open is null
            ? PageWriter.Write(head, period, 0, RowBuffer.Rent(), period is null ? rules.Calendar.NextSeason(now) : null)
            : await pages.GetAsync(open, head, offset, limit);
    });

    /// <inheritdoc/>
    public ValueTask<Answer<RowBuffer>> AroundAsync(Place place, string player, int count) => ReadAsync<RowBuffer>(async catalogue =>
    {
        if (Named.Find(catalogue, policy.Current, place.Board, place.Window, out SharedBoard board, out WindowKind window) is { } problem)
            return problem;
        long now = clock.Now();
        var rows = new RowBuffer();
        StoredPeriod? live;
        if (place.Past is null)
        {
            board.Tracks[(int)window].At(board.Rules(policy.Current), now, out live);
        }
        else
        {
            live = FindPast(board, window, place.Past, now);
            if (live is null)
            {
                if (await archives.FindAsync(board.Name, window, place.Past) is not { } archived)
                    return NotFound.Period(window);
                return await archives.AroundAsync(archived, player, count, rows) ? rows : NotFound.Player(player);
            }
        }

        return live is not null && await ranks.AroundAsync(live, player, count, rows) ? rows : NotFound.Player(player);
    });

    /// <inheritdoc/>
    public ValueTask<Answer<RankedSet>> AmongAsync(string board, string window, IReadOnlyList<string> players) => ReadAsync<RankedSet>(async catalogue =>
    {
        if (Named.Find(catalogue, policy.Current, board, window, out SharedBoard found, out WindowKind kind) is { } problem)
            return problem;
        found.Tracks[(int)kind].At(found.Rules(policy.Current), clock.Now(), out StoredPeriod? open);
        var rows = new RowBuffer();
        return new RankedSet(rows, open is null || players.Count == 0 ? players : await ranks.AmongAsync(open, players, rows));
    });

    /// <inheritdoc/>
    public ValueTask<Answer<PlacedRows>> RanksAsync(string player, int most) => ReadAsync<PlacedRows>(async catalogue =>
    {
        long now = clock.Now();
        var all = new RowBuffer();
        var places = new List<RowPlace>();
        foreach (SharedBoard[] boards in catalogue.InOrder.Chunk(64))
        {
            if (places.Count >= most)
                break;
            StoredPeriod[] running = [.. boards.SelectMany(board => Running(board, now))];
            RowBuffer?[] rows = await Task.WhenAll(running.Select(async period => new RowBuffer() is var own && await ranks.AroundAsync(period, player, 1, own) ? own : null));
            for (int i = 0; i < running.Length; i++)
            {
                if (rows[i] is not { } found)
                    continue;
                all.Add(found);
                places.Add(new RowPlace(running[i].Board.Name, running[i].Window, running[i].Period.Name));
            }
        }

        return new PlacedRows(all, places);
    });

    /// <inheritdoc/>
    public ValueTask<Answer<PastPeriods>> HistoryAsync(string board, string window, int offset, int limit) => ReadAsync<PastPeriods>(async catalogue =>
    {
        if (Named.Find(catalogue, policy.Current, board, window, out SharedBoard found, out WindowKind kind) is { } problem)
            return problem;
        StoredPeriod[] live = [.. PastOf(found, kind, clock.Now())];
        PastPeriod[] first = await Task.WhenAll(live.Select(async period => new PastPeriod(period.Period, await ranks.CountAsync(period), period.State != PeriodState.Open, catalogue.Cancelled.Contains(period.Id))));
        (PeriodRow Period, int Ranked)[] archived = await archives.ListAsync(board, kind);
        // Archived while we asked: then it is in both.
        // What is left of a period after an early rollover is there before anybody has scored in it.
        PastPeriod[] all = [.. first.Where(period => period.Total > 0).Concat(archived.Where(row => !live.Any(period => period.Id == row.Period.Id))
            .Select(row => new PastPeriod(ClusterArchives.Bounds(row.Period), row.Ranked, true, catalogue.Cancelled.Contains(row.Period.Id))))];
        return new PastPeriods(board, kind, new Listed<PastPeriod>(all.Length, [.. all.Skip(offset).Take(limit)]));
    });

    /// <inheritdoc/>
    public async ValueTask<Answer<PlacedRows>> HallAsync(string board, WindowKind? window, int offset, int limit)
    {
        if (Named.Find(await catalogues.GetAsync(), policy.Current, board, out SharedBoard found) is { } problem)
            return problem;
        var rows = new RowBuffer();
        var places = new List<RowPlace>();
        await archives.HallAsync(board, window, offset, limit, found.Rules(policy.Current).Champions, rows, places);
        return new PlacedRows(rows, places);
    }

    /// <inheritdoc/>
    public async Task<Problem?> HideAsync(string player, AuditEntry audit)
    {
        await players.SetHiddenAsync(player, hidden: true, audit);
        return null;
    }

    /// <inheritdoc/>
    public async Task<Problem?> ShowAsync(string player, AuditEntry audit)
    {
        await players.SetHiddenAsync(player, hidden: false, audit);
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask<Answer<Listed<HiddenPlayer>>> HiddenAsync(int offset, int limit)
    {
        Catalogue catalogue = await catalogues.GetAsync();
        long now = policy.Current.HideBlocked ? clock.Now() : long.MaxValue;
        return new Listed<HiddenPlayer>(catalogue.Hidden.Count, [.. catalogue.Hidden.Order(StringComparer.Ordinal).Skip(offset).Take(limit)
            .Select(player => Hiding.Of(catalogue, player, now))]);
    }

    /// <inheritdoc/>
    public Task<Answer<DroppedBoard>> DropAsync(string board, AuditEntry audit) => drops.DropAsync(board, audit);

    /// <inheritdoc/>
    public Task<Problem?> RemoveAsync(string board, string window, string player, AuditEntry audit) => players.RemoveAsync(board, window, player, audit);

    /// <inheritdoc/>
    public Task<Answer<RolledOver>> RollOverAsync(string board, string window, string? period, AuditEntry audit) => early.EndAsync(board, window, period, audit);

    // By the catalogue at hand, and where Redis has not the ranks that it names, by a newer one if there is: a period that another replica has archived since is answered from the archive.
    private async ValueTask<Answer<T>> ReadAsync<T>(Func<Catalogue, Task<Answer<T>>> read)
        where T : class
    {
        Catalogue catalogue = await catalogues.GetAsync();
        try
        {
            return await read(catalogue);
        }
        catch (StoreUnavailableException e) when (SharedRanks.AreGone(e))
        {
            Catalogue newest = await catalogues.RefreshAsync();
            if (newest == catalogue)
                throw;
            return await read(newest);
        }
    }

    private IEnumerable<StoredPeriod> Running(SharedBoard board, long now)
    {
        BoardRules rules = board.Rules(policy.Current);
        for (int window = 0; window < WindowKinds.Count; window++)
        {
            if (!rules.Windows[window])
                continue;
            board.Tracks[window].At(rules, now, out StoredPeriod? open);
            if (open is not null)
                yield return open;
        }
    }

    private async Task<BoardSummary> SummaryAsync(SharedBoard board, BoardRules rules, long now)
    {
        var windows = new List<RunningWindow>();
        foreach (var track in board.Tracks)
        {
            if (!rules.Windows[(int)track.Window])
                continue;
            Period? period = track.At(rules, now, out StoredPeriod? open);
            windows.Add(new RunningWindow(track.Window, period, period is null ? rules.Calendar.NextSeason(now) : null, open is null ? 0 : await ranks.CountAsync(open)));
        }

        return new BoardSummary(board.Name, rules, windows);
    }

    private static StoredPeriod? FindPast(SharedBoard board, WindowKind window, string name, long now) =>
        PastOf(board, window, now).FirstOrDefault(period => period.Period.Name == name);

    // What is past and not archived, newest first.
    private static IEnumerable<StoredPeriod> PastOf(SharedBoard board, WindowKind window, long now) =>
        board.Tracks[(int)window].Open.Where(period => period.Period.Closes <= now).Reverse()
            .Concat(board.Closing.Where(period => period.Window == window).Reverse());
}
